import JSON
import Testing

@Suite struct MistakeTests {
    static let texts: [[UInt8]] =
        [
            "", " ", "\u{FEFF}", "nul", "nulll", "True", "NaN", "Infinity", "-Infinity",
            "undefined",
            "+1", "01", "-01", "1.", ".5", "1e", "1e+", "-", "0x10", "1_000", "--1", "1.2.3",
            "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1}", "{", "}", "{\"a\"", "{\"a\":",
            "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{,}", "{a:1}", "{'a':1}", "{\"a\" 1}", "{1:2}",
            "{\"a\":1 \"b\":2}", "{\"a\":1]", "'a'", "\"a", "\"a\\\"", "\"\\x\"", "\"\\u12\"",
            "\"\\u12G4\"", "\"\\'\"", "\"a\nb\"", "\"a\tb\"", "\"\0\"", "\"\\", "// c\n1",
            "/* c */1",
            "1 2", "{}{}", "[] []", "1,", "{} x", "\u{A0}1", "<html></html>",
        ].map { Array($0.utf8) } + [
            [0xFF], [0xEF, 0xBB], [0x22, 0xFF, 0x22], [0x22, 0xC0, 0xAF, 0x22],
            [0x22, 0xE2, 0x82, 0x22],
            [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22],
            [0x22, 0x80, 0x22],
            [0x22, 0x5C, 0x6E, 0xFF, 0x22], [0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00],
            [0x7B, 0x00, 0x7D, 0],
        ]

    @Test(arguments: texts)
    func refusesWhatTheStandardRefuses(bytes: [UInt8]) {
        #expect(throws: JSONError.self) { try JSONDocument(bytes) }
    }

    @Test func refusesEveryBeginningOfAText() throws {
        let text = Array(#"{"a":[1,-2.5e3,"x\u00e9\n",true,false,null,{"b":{}}],"é":""}"#.utf8)
        _ = try JSONDocument(text)
        for length in 0..<text.count {
            #expect(throws: JSONError.self) { try JSONDocument(Array(text[..<length])) }
        }
    }

    static let positions: [(String, Int, Int, String)] = [
        ("{\n  \"a\": nul\n}", 2, 8, "a value is expected here"),
        ("{\n  \"é\": 1\n  \"b\": 2}", 3, 3, "',' or '}' is expected here"),
        ("[1, 2", 1, 6, "the text ends too early: ',' or ']' is expected here"),
        ("[\"é\" 1]", 1, 6, "',' or ']' is expected here"),
        ("{\"a\": \"b\n\"}", 1, 9, "a string may not hold control characters"),
        ("{\"a\": \"b", 1, 7, "this string is not closed"),
        ("{} {}", 1, 4, "nothing may follow the value"),
    ]

    @Test(arguments: positions)
    func saysWhere(text: String, line: Int, column: Int, problem: String) {
        let error = #expect(throws: JSONError.self) { try JSONDocument(Array(text.utf8)) }
        #expect(error?.line == line)
        #expect(error?.column == column)
        #expect(error?.problem == problem)
        #expect(error?.description == "line \(line), column \(column): \(problem)")
    }
}
