import HTTP
import Testing

@Suite struct NegotiatingTests {
    @Test(
        arguments: [
            (nil, false), ("", false), ("gzip", true), ("GZIP", true), ("x-gzip", true),
            ("identity", false), ("deflate", false), ("deflate, gzip", true),
            ("gzip, deflate, br, zstd", true), ("gzip;q=0", false),
            ("gzip;q=0.000", false),
            ("gzip; Q=0", false), ("gzip ; q = 0.5", true), ("gzip;q=0.001", true),
            ("*", true),
            ("*;q=0.5", true), ("*;q=0, gzip", true), ("gzip;q=0, *", false),
            ("gzip;q=0, *;q=0.5", false), ("*;q=0", false), ("identity;q=0", false),
            ("identity;q=0, gzip", true), ("identity;q=0, *", true),
            ("identity;q=0, gzip;q=0", false),
            ("*;q=0, identity", false), ("gzip;q=0.5, identity", false),
            ("gzip;q=0.5, identity;q=0.5", true), ("gzip;q=0.4, identity;q=0.5", false),
            ("identity;q=0.5, gzip;q=1.0", true), ("gzip;q=2", true), ("gzip;q=x", true),
            ("gzip;q=", true), ("gzip;q=-1", false), ("gzip;q=nan", true),
            (",,gzip,,", true),
            (";;;", false), ("gzip;level=9", true), ("gzip;q=\"0\"", false),
            ("gzipped", false), ("gzip\t;\tq=0", false), ("\"gzip", false),
        ] as [(String?, Bool)]
    )
    func findsTheCoding(_ field: String?, _ isGzip: Bool) {
        #expect(AcceptEncoding.prefersGzip(field) == isGzip)
    }

    /// Ranges written as `type/subtype q name=value …`.
    @Test(
        arguments: [
            ("", []),
            ("*/*", ["*/* 1.0"]),
            ("*", ["*/* 1.0"]),
            ("text/plain", ["text/plain 1.0"]),
            ("TEXT/Plain; Version=0.0.4", ["text/plain 1.0 version=0.0.4"]),
            ("text/plain;q=0.3;version=0.0.4", ["text/plain 0.3 version=0.0.4"]),
            ("text/plain ; version = \"0.0.4\" ; q = 0.3", ["text/plain 0.3 version=0.0.4"]),
            (
                "text/plain;version=\"a,b;c\\\"d\",*/*;q=0",
                ["text/plain 1.0 version=a,b;c\"d", "*/* 0.0"]
            ),
            ("text/plain;version=\"0.0", ["text/plain 1.0 version=0.0"]),
            ("text/plain;a=1;A=2;q=0.1;q=0.9", ["text/plain 0.1 a=1"]),
            ("text/plain;;;", ["text/plain 1.0"]),
            ("text/plain;a", ["text/plain 1.0 a="]),
            ("text/plain;=b", ["text/plain 1.0"]),
            (", ,text/*,", ["text/* 1.0"]),
            ("text, /plain, text/, */plain, a/b/c, html", []),
            ("*/*;q=2", ["*/* 1.0"]),
            ("*/*;q=-3", ["*/* 0.0"]),
            ("*/*;q=", ["*/* 1.0"]),
            ("*/*;q=.5", ["*/* 0.5"]),
            ("*/*;q=1e-1", ["*/* 0.1"]),
            ("*/*;q=nonsense", ["*/* 1.0"]),
            (
                "text/html, image/gif, *; q=.2, */*; q=.2",
                ["text/html 1.0", "image/gif 1.0", "*/* 0.2", "*/* 0.2"]
            ),
            (
                "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
                    + "text/plain;version=1.0.0;escaping=allow-utf-8;escaping=allow-utf-8;q=0.4,*/*;q=0.2",
                [
                    "application/openmetrics-text 0.6 version=1.0.0 escaping=allow-utf-8",
                    "text/plain 0.4 version=1.0.0 escaping=allow-utf-8", "*/* 0.2",
                ]
            ),
        ] as [(String, [String])]
    )
    func readsMediaRanges(_ field: String, _ ranges: [String]) {
        let read = MediaRange.parse(field).map { range in
            (["\(range.type)/\(range.subtype) \(range.quality)"]
                + range.parameters.map { "\($0.name)=\($0.value)" }).joined(separator: " ")
        }
        #expect(read == ranges)
    }

    @Test func findsParametersInAnyCase() {
        let range = MediaRange.parse("a/b;Version=1").first
        #expect(range?.parameter("version") == "1")
        #expect(range?.parameter("escaping") == nil)
    }

    @Test(arguments: 0..<500)
    func survivesNonsense(_ seed: UInt64) {
        var random = SplitMix(state: seed)
        let alphabet = Array("gzip*/;,=q\"\\ .0159\t\u{e9}textplain".unicodeScalars)
        for _ in 0..<20 {
            let length = Int.random(in: 0..<60, using: &random)
            let text = String(
                String.UnicodeScalarView(
                    (0..<length).compactMap { _ in alphabet.randomElement(using: &random) }
                )
            )
            for range in MediaRange.parse(text) { #expect((0...1).contains(range.quality)) }
            _ = AcceptEncoding.prefersGzip(text)
        }
    }
}
