import JSON
import Testing

@Suite struct DocumentTests {
    static let text = #"""
        {"a":{"b":[1,{"c":"x"},[]],"d":null},"e\u0066g":"é\n","a b":" ","ef":2,"ef":{"a":3},"":true}
        """#

    static func root(_ text: String = text) throws -> JSONElement {
        try JSONDocument(Array(text.utf8)).root
    }

    @Test func findsTheValueOfAKey() throws {
        let root = try Self.root()
        #expect(root["a"]?["b"]?.array?[1]["c"]?.string == "x")
        #expect(root["a"]?["d"]?.isNull == true)
        #expect(root["efg"]?.string == "é\n")
        #expect(root["a b"]?.string == " ")
        #expect(root[""]?.bool == true)
        // The last of two with one name, and not those of an object within.
        #expect(root["ef"]?["a"]?.number?.int64 == 3)
        #expect(root["b"] == nil)
        #expect(root["A"] == nil)
        #expect(root["e\\u0066g"] == nil)
    }

    @Test(arguments: ["[]", "[1]", "\"a\"", "1", "true", "null", "{}", "[{\"a\":1}]"])
    func whatHasNoMembersHasNoValues(text: String) throws {
        #expect(try Self.root(text)["a"] == nil)
    }

    @Test func givesTheBytesOfAStringWithoutEscapes() throws {
        let root = try Self.root(#"{"a":"x y","b":"x\ty","c":"","d":5}"#)
        #expect(root["a"]?.plainBytes.map { Array($0) } == Array("x y".utf8))
        #expect(root["b"]?.plainBytes == nil)
        #expect(root["c"]?.plainBytes?.isEmpty == true)
        #expect(root["d"]?.plainBytes == nil)
    }

    @Test func saysWhatAValueIs() throws {
        let root = try Self.root(#"[null,true,false,1,"",[],{}]"#)
        let kinds = [
            "null", "true or false", "true or false", "a number", "a string", "an array",
            "an object",
        ]
        let elements = try #require(root.array)
        #expect(elements.map(\.kind) == kinds)
        #expect(elements.map { $0.object == nil } == [true, true, true, true, true, true, false])
        #expect(elements.map(\.bool) == [nil, true, false, nil, nil, nil, nil])
        #expect(elements.map { $0.number?.text } == [nil, nil, nil, "1", nil, nil, nil])
        #expect(elements.map(\.string) == [nil, nil, nil, nil, "", nil, nil])
        #expect(elements.map { $0.array?.count } == [nil, nil, nil, nil, nil, 0, nil])
        #expect(elements.map(\.isNull) == [true, false, false, false, false, false, false])
    }
}
