extension JSONReader {
    /// Skips white space and, in the relaxed dialect, comments.
    mutating func skipSpace(_ text: Span<UInt8>) throws(JSONMistake) {
        while true {
            switch byte(text) {
            case 0x20, 0x0A, 0x0D, 0x09: index += 1
            case UInt8(ascii: "/") where isRelaxed: try skipComment(text)
            default: return
            }
        }
    }

    private mutating func skipComment(_ text: Span<UInt8>) throws(JSONMistake) {
        let start = index
        index += 1
        switch byte(text) {
        case UInt8(ascii: "/"):
            while index < text.count, byte(text) != 0x0A { index += 1 }
        case UInt8(ascii: "*"):
            index += 1
            while true {
                guard index < text.count else {
                    throw mistake("this comment is not closed", at: start)
                }
                let isStar = byte(text) == UInt8(ascii: "*")
                index += 1
                if isStar, byte(text) == UInt8(ascii: "/") { break }
            }
            index += 1
        default:
            throw mistake("a comment begins with // or /*", at: start)
        }
    }
}
