/// A JSON text that was read: its bytes, and where each value stands in them.
///
/// Nothing is copied out of the text before it is asked for, which is what an answer of a thousand
/// bytes needs of which some twenty fields are wanted. An object is a token followed by the tokens
/// of its members, a key and a value in turn; an array is one followed by those of its elements.
package final class JSONDocument: Sendable {
    let bytes: [UInt8]
    let tokens: [JSONToken]

    /// Reads a whole text.
    ///
    /// - Parameters:
    ///   - bytes: the text in UTF-8.
    ///   - dialect: which texts are accepted.
    /// - Throws: the first mistake.
    package init(
        _ bytes: [UInt8],
        dialect: JSONReader.Dialect = .strict
    ) throws(JSONError) {
        var reader = JSONReader(dialect: dialect)
        do throws(JSONMistake) {
            try reader.readText(bytes.span)
        } catch {
            throw JSONError(error, in: bytes)
        }
        self.bytes = bytes
        tokens = reader.tokens
    }

    /// The value that the text is.
    package var root: JSONElement { JSONElement(document: self, index: 0) }
}
