/// One value of a ``JSONDocument``.
package struct JSONElement: Sendable {
    private let document: JSONDocument
    private let index: Int

    init(document: JSONDocument, index: Int) {
        self.document = document
        self.index = index
    }

    private var token: JSONToken { document.tokens[index] }

    /// True for the literal `null`.
    package var isNull: Bool { token.kind == .null }

    /// Itself, if it is an object.
    package var object: JSONElement? { token.kind == .object ? self : nil }

    /// The truth value, if it is one.
    package var bool: Bool? {
        switch token.kind {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// The number, if it is one.
    package var number: JSONNumber? {
        let token = token
        guard token.kind == .number else { return nil }
        return JSONNumber(checked: String(decoding: document.bytes[token.range], as: UTF8.self))
    }

    /// The text, unescaped, if it is a string.
    package var string: String? {
        let token = token
        guard token.kind == .string else { return nil }
        return document.text(of: token)
    }

    /// The bytes of a string that stands in the text as it is; nil for one with an escape.
    package var plainBytes: ArraySlice<UInt8>? {
        let token = token
        return token.kind == .string && token.isPlain ? document.bytes[token.range] : nil
    }

    /// The elements, if it is an array.
    package var array: [JSONElement]? {
        guard token.kind == .array else { return nil }
        var elements: [JSONElement] = []
        var index = index + 1
        while index < token.next {
            elements.append(JSONElement(document: document, index: index))
            index = Int(document.tokens[index].next)
        }
        return elements
    }

    /// The value of a key, or nil if there is none or this is no object; of several, the last one
    /// counts.
    ///
    /// It is a linear search: the objects that are read here have some twenty members, and are
    /// asked for a fixed set of keys.
    package subscript(key: String) -> JSONElement? {
        document.value(of: key, in: index).map { JSONElement(document: document, index: $0) }
    }

    /// What it is, for messages: `null`, `a string` and so on.
    package var kind: String {
        switch token.kind {
        case .null: "null"
        case .true, .false: "true or false"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// The members of an object in the order in which they came, duplicates included; of another
    /// value, none.
    package var members: [(key: String, value: JSONElement)] {
        guard token.kind == .object else { return [] }
        var members: [(key: String, value: JSONElement)] = []
        var index = index + 1
        while index < token.next {
            let key = document.tokens[index]
            let value = JSONElement(document: document, index: index + 1)
            members.append((document.text(of: key), value))
            index = Int(key.next)
        }
        return members
    }
}
