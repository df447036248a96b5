import JSON
import Testing

@Suite struct StrictReadingTests {
    /// A text and what it reads as, in the form of ``JSONElement/canonical``.
    static let texts: [(String, String)] = [
        ("null", "null"), (" true ", "true"), ("\r\n\tfalse\n", "false"), ("[]", "[]"),
        ("{}", "{}"),
        ("[1, 2]", "[1,2]"), ("\u{FEFF}{\"a\":1}", "{a:1}"),
        ("{\"a\":{\"b\":[null]}}", "{a:{b:[null]}}"), ("\"\"", "''"),
        ("\"a\\\"\\\\\\/\\b\\f\\n\\r\\tz\"", "'a\"\\/\u{8}\u{C}\n\r\tz'"),
        ("\"\\u0041\\u00e9\\u20AC\"", "'Aé€'"), ("\"\\ud83d\\ude00!\"", "'😀!'"),
        ("\"\\u0000\"", "'\0'"), ("\"é€😀\u{7F}\"", "'é€😀\u{7F}'"),
        // Lone halves of a pair.
        ("\"\\ud83d\"", "'\u{FFFD}'"), ("\"\\ude00x\"", "'\u{FFFD}x'"),
        ("\"\\ud83d\\n\"", "'\u{FFFD}\n'"), ("\"\\ud83d\\u0041\"", "'\u{FFFD}A'"),
        ("\"\\ud83d\\ud83d\\ude00\"", "'\u{FFFD}😀'"),
    ]

    @Test(arguments: texts)
    func readsWhatTheStandardAllows(text: String, expected: String) throws {
        #expect(try JSONDocument(Array(text.utf8)).root.canonical == expected)
    }

    static let numbers = [
        "0", "-0", "98", "-1", "12.34", "1e3", "1E+3", "1e-3", "-0.5e10", "1e400",
    ]

    @Test(arguments: numbers)
    func keepsTheTextOfANumber(text: String) throws {
        #expect(try JSONDocument(Array(text.utf8)).root.number?.text == text)
    }

    @Test func keepsOrderAndDuplicatesOfMembers() throws {
        let object = try JSONDocument(Array(#"{"b":1,"a":2,"b":3,"c":4,"a":5}"#.utf8)).root
        #expect(object.members.map(\.key) == ["b", "a", "b", "c", "a"])
        #expect(object["b"]?.number?.text == "3")
        #expect(object["a"]?.number?.text == "5")
        #expect(object["d"] == nil)
    }

    @Test func acceptsNestingUpToTheLimit() throws {
        let limit = JSONReader.depthLimit
        let deep = String(repeating: "[", count: limit) + String(repeating: "]", count: limit)
        _ = try JSONDocument(Array(deep.utf8))
        #expect(throws: JSONError.self) { try JSONDocument(Array("[\(deep)]".utf8)) }
    }
}

extension JSONElement {
    /// The value without white space, quotes around keys and escapes, strings in single quotes; two
    /// texts with one meaning have one.
    var canonical: String {
        if object != nil {
            let pairs = members.map { "\($0.key):\($0.value.canonical)" }
            return "{" + pairs.joined(separator: ",") + "}"
        }
        if let array { return "[" + array.map(\.canonical).joined(separator: ",") + "]" }
        return string.map { "'\($0)'" } ?? number?.text ?? bool.map { "\($0)" } ?? kind
    }
}
