import Testing

@testable import HTTP

/// The parser on octets alone.
@Suite struct ParsingTests {
    @Test
    func readsTheWholeHead() throws {
        var parser = RequestParser(limits: HTTPLimits())
        var position = 0
        let text =
            "GET /%6detrics/../a?b=%20c HTTP/1.1\r\nHost:x\r\nX-A: \t v w\t \r\nx-a:\r\n\r\nrest"
        let head = try parser.parse(Array(text.utf8).span, at: &position)
        #expect(
            head
                == RequestParser.Head(
                    request: HTTPRequest(
                        path: "/a",
                        query: "b=%20c",
                        fields: [.init("Host", "x"), .init("X-A", "v w"), .init("x-a", "")]
                    ),
                    closes: false,
                    hasContent: false
                )
        )
        #expect(position == text.utf8.count - 4)
        #expect(parser.isIdle)
    }

    @Test(arguments: TortureCase.all.filter { $0.octets.count < 2000 })
    func resultDoesNotDependOnHowTheOctetsCome(_ torture: TortureCase) {
        let whole = results(of: [torture.octets])
        #expect(results(of: torture.octets.map { [$0] }) == whole)
        for split in stride(from: 1, to: torture.octets.count, by: 7) {
            let pieces = [Array(torture.octets[..<split]), Array(torture.octets[split...])]
            #expect(results(of: pieces) == whole)
        }
    }

    @Test(arguments: 0..<200)
    func survivesMutations(_ seed: UInt64) {
        var random = SplitMix(state: seed)
        for torture in TortureCase.all where torture.octets.count < 500 {
            var octets = torture.octets
            for _ in 0..<Int.random(in: 1...4, using: &random) where !octets.isEmpty {
                let index = Int.random(in: 0..<octets.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: octets[index] = UInt8.random(in: 0...255, using: &random)
                case 1: octets.remove(at: index)
                case 2: octets.insert(UInt8.random(in: 0...255, using: &random), at: index)
                default: octets.insert(contentsOf: octets[0..<index], at: index)
                }
            }
            let whole = results(of: [octets])
            #expect(results(of: octets.map { [$0] }) == whole, "\(octets)")
            for case .success(let head) in whole {
                #expect(head.request.path.hasPrefix("/") || head.request.path == "*")
                #expect(!head.request.path.split(separator: "/").contains(".."))
            }
        }
    }

    /// The heads of some octets that come in pieces, up to content or an error.
    private func results(of pieces: [[UInt8]]) -> [Result<RequestParser.Head, RequestError>] {
        var parser = RequestParser(limits: HTTPLimits())
        var results: [Result<RequestParser.Head, RequestError>] = []
        for piece in pieces {
            var position = 0
            do throws(RequestError) {
                while let head = try parser.parse(piece.span, at: &position) {
                    results.append(.success(head))
                    if head.hasContent { return results }
                }
            } catch {
                results.append(.failure(error))
                return results
            }
        }
        return results
    }
}

/// Numbers that a seed decides, so that a failure can be played again.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
