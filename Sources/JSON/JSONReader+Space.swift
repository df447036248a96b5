extension JSONReader {
    /// Skips white space and, in the relaxed dialect, comments.
    mutating func skipSpace() throws(JSONError) {
        while true {
            switch byte {
            case 0x20, 0x0A, 0x0D, 0x09: index += 1
            case UInt8(ascii: "/") where dialect == .relaxed: try skipComment()
            default: return
            }
        }
    }

    private mutating func skipComment() throws(JSONError) {
        let start = index
        index += 1
        switch byte {
        case UInt8(ascii: "/"):
            while !isAtEnd, byte != 0x0A { index += 1 }
        case UInt8(ascii: "*"):
            index += 1
            while true {
                guard !isAtEnd else { throw mistake("this comment is not closed", at: start) }
                let isStar = byte == UInt8(ascii: "*")
                index += 1
                if isStar, byte == UInt8(ascii: "/") { break }
            }
            index += 1
        default:
            throw mistake("a comment begins with // or /*", at: start)
        }
    }
}
