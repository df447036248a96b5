import JSON
import Testing

@Suite struct StrictReadingTests {
    /// A text and what it reads as, written as a Swift value.
    static let texts: [(String, JSONValue)] = [
        ("null", .null),
        (" true ", .bool(true)),
        ("\r\n\tfalse\n", .bool(false)),
        ("[]", .array([])),
        ("{}", .object(JSONObject())),
        ("[1, 2]", .array([number("1"), number("2")])),
        ("\u{FEFF}{\"a\":1}", .object(JSONObject([member("a", number("1"), 4)]))),
        (
            "{\"a\":{\"b\":[null]}}",
            .object(
                JSONObject([
                    member("a", .object(JSONObject([member("b", .array([.null]), 6)])), 1)
                ])
            )
        ),
        ("\"\"", .string("")),
        ("\"a\\\"\\\\\\/\\b\\f\\n\\r\\tz\"", .string("a\"\\/\u{8}\u{C}\n\r\tz")),
        ("\"\\u0041\\u00e9\\u20AC\"", .string("Aé€")),
        ("\"\\ud83d\\ude00!\"", .string("😀!")),
        ("\"\\u0000\"", .string("\0")),
        ("\"é€😀\u{7F}\"", .string("é€😀\u{7F}")),
        // Lone halves of a pair.
        ("\"\\ud83d\"", .string("\u{FFFD}")),
        ("\"\\ude00x\"", .string("\u{FFFD}x")),
        ("\"\\ud83d\\n\"", .string("\u{FFFD}\n")),
        ("\"\\ud83d\\u0041\"", .string("\u{FFFD}A")),
        ("\"\\ud83d\\ud83d\\ude00\"", .string("\u{FFFD}😀")),
    ]

    @Test(arguments: texts)
    func readsWhatTheStandardAllows(text: String, expected: JSONValue) throws {
        #expect(try JSONReader.read(Array(text.utf8)) == expected)
    }

    static let numbers = [
        "0", "-0", "98", "-1", "12.34", "1e3", "1E+3", "1e-3", "-0.5e10", "1e400",
    ]

    @Test(arguments: numbers)
    func keepsTheTextOfANumber(text: String) throws {
        #expect(try JSONReader.read(Array(text.utf8)).number?.text == text)
    }

    @Test func keepsOrderAndDuplicatesOfMembers() throws {
        let value = try JSONReader.read(Array(#"{"b":1,"a":2,"b":3,"c":4,"a":5}"#.utf8))
        let object = try #require(value.object)
        #expect(object.members.map(\.key) == ["b", "a", "b", "c", "a"])
        #expect(object["b"]?.number?.text == "3")
        #expect(object["a"]?.number?.text == "5")
        #expect(object["d"] == nil)
        #expect(object.duplicates.map(\.key) == ["b", "a"])
        #expect(object.duplicates.map(\.offset) == [13, 25])
    }

    @Test func acceptsNestingUpToTheLimit() throws {
        let limit = JSONReader.depthLimit
        let deep = String(repeating: "[", count: limit) + String(repeating: "]", count: limit)
        _ = try JSONReader.read(Array(deep.utf8))
        #expect(throws: JSONError.self) { try JSONReader.read(Array("[\(deep)]".utf8)) }
    }

    static func number(_ text: String) -> JSONValue {
        JSONNumber(text).map { .number($0) } ?? .null
    }

    static func member(_ key: String, _ value: JSONValue, _ offset: Int) -> JSONObject.Member {
        JSONObject.Member(key: key, value: value, offset: offset)
    }
}
