/// What is wrong with a text, and where, as the reader finds it.
struct JSONMistake: Error {
    /// What is wrong, in a few words without text from the input.
    var problem: String
    /// Where, in bytes from the start.
    var offset: Int
}

/// A text that is not JSON, and where.
package struct JSONError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong, in a few words without text from the input.
    package var problem: String
    /// Where, in bytes from the start.
    package var offset: Int
    /// The line, from 1, as an editor shows it.
    package var line = 1
    /// The column, from 1, in Unicode code points.
    package var column = 1

    init(_ mistake: JSONMistake, in bytes: [UInt8]) {
        offset = mistake.offset
        problem =
            offset < bytes.count ? mistake.problem : "the text ends too early: \(mistake.problem)"
        for byte in bytes.prefix(offset) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
    }

    package var description: String {
        "line \(line), column \(column): \(problem)"
    }
}
