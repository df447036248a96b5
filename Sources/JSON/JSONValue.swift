/// A JSON text that was read (RFC 8259 section 3).
package enum JSONValue: Sendable, Equatable {
    /// The literal `null`.
    case null
    /// The literals `true` and `false`.
    case bool(Bool)
    /// A number, as its text.
    case number(JSONNumber)
    /// A string, unescaped.
    case string(String)
    /// An array.
    case array([JSONValue])
    /// An object.
    case object(JSONObject)

    /// Copies a value of a document.
    init(_ element: JSONElement) {
        if let members = element.members {
            self = .object(JSONObject(members))
        } else if let elements = element.array {
            self = .array(elements.map { JSONValue($0) })
        } else if let text = element.string {
            self = .string(text)
        } else if let number = element.number {
            self = .number(number)
        } else {
            self = element.bool.map { .bool($0) } ?? .null
        }
    }

    /// The object, if it is one.
    package var object: JSONObject? {
        if case .object(let object) = self { object } else { nil }
    }

    /// The elements, if it is an array.
    package var array: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The text, if it is a string.
    package var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The number, if it is one.
    package var number: JSONNumber? {
        if case .number(let number) = self { number } else { nil }
    }

    /// The truth value, if it is one.
    package var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// True for the literal `null`.
    package var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// What it is, for messages: `null`, `a string` and so on.
    package var kind: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
