import JSON
import Testing

@Suite struct ScaleTests {
    /// Large inputs end in time; anything quadratic would take hours.
    @Test(.timeLimit(.minutes(15)))
    func readsHundredsOfThousandsOfKeys() throws {
        let members = (0..<400_000).map { "\"k\($0 % 200_000)\":\($0)" }
        let text = Array(("{" + members.joined(separator: ",") + "}").utf8)
        let object = try JSONDocument(text).root
        #expect(object.members.count == 400_000)
        #expect(object["k7"]?.number?.int64 == 200_007)
    }

    @Test(.timeLimit(.minutes(15)), arguments: ["[", "{\"a\":", "[{\"a\":["])
    func refusesEndlessNesting(bracket: String) {
        let text = Array(String(repeating: bracket, count: 500_000).utf8)
        let error = #expect(throws: JSONError.self) { try JSONDocument(text) }
        #expect(error?.problem == "nesting is deeper than 64")
    }

    @Test(.timeLimit(.minutes(15)))
    func refusesMoreValuesThanMemoryIsMeantFor() throws {
        func text(_ count: Int) -> [UInt8] {
            Array("[\(Array(repeating: "0", count: count).joined(separator: ","))]".utf8)
        }
        let limit = JSONReader.valueLimit
        #expect(try JSONDocument(text(limit - 1)).root.array?.count == limit - 1)
        let error = #expect(throws: JSONError.self) { try JSONDocument(text(limit)) }
        #expect(error?.problem == "there are more than 500000 values")
    }

    @Test(.timeLimit(.minutes(15)))
    func readsLongStringsAndEscapes() throws {
        let text = Array(("\"" + String(repeating: "\\u00e9x", count: 300_000) + "\"").utf8)
        #expect(try JSONDocument(text).root.string?.unicodeScalars.count == 600_000)
    }

    /// Whatever the strict dialect takes after random changes, the relaxed one takes as the same.
    @Test(.timeLimit(.minutes(15)))
    func readsMutationsAlikeInBothDialects() throws {
        var generator = SystemRandomNumberGenerator()
        let seed = Array(
            #"{"a":[1,-2.5e3,"x\u00e9\ud83d\ude00",true,null,{"b":{}}],"c":"'/*"}"#.utf8
        )
        var readable = 0
        for _ in 0..<50_000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let index = Int.random(in: bytes.indices, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: index)
                default: bytes.insert(seed[Int.random(in: seed.indices)], at: index)
                }
            }
            let relaxed = try? JSONDocument(bytes, dialect: .relaxed)
            guard let strict = try? JSONDocument(bytes) else { continue }
            readable += 1
            #expect(relaxed?.root.canonical == strict.root.canonical)
        }
        #expect(readable > 1_000)
    }
}
