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
    /// Where.
    package var position: JSONPosition

    init(_ mistake: JSONMistake, in bytes: [UInt8]) {
        offset = mistake.offset
        problem =
            offset < bytes.count ? mistake.problem : "the text ends too early: \(mistake.problem)"
        position = JSONPosition(offset: offset, in: bytes)
    }

    package var description: String {
        "line \(position.line), column \(position.column): \(problem)"
    }
}

/// A place in a text, as an editor shows it.
package struct JSONPosition: Equatable, Sendable, CustomStringConvertible {
    /// The line, from 1.
    package var line: Int
    /// The column, from 1, in Unicode code points.
    package var column: Int

    /// Finds the line and column of an offset in bytes.
    package init(offset: Int, in bytes: [UInt8]) {
        var line = 1
        var column = 1
        for byte in bytes.prefix(max(0, offset)) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        self.line = line
        self.column = column
    }

    package var description: String {
        "line \(line), column \(column)"
    }
}
