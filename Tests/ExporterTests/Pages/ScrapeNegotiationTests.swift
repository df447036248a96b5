import Exposition
import HTTP
import Testing

@testable import Exporter

/// What real scrapers send, and what else may come, with the answer's type.
@Suite struct NegotiationTests {
    static let text = "text/plain; version=0.0.4; charset=utf-8"
    static let openMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8"

    static let accepts: [(String?, String)] = [
        (nil, text), ("", text), ("*/*", text), ("text/*", text), ("text/plain", text),
        // Prometheus 2.5 to 2.30
        (
            "application/openmetrics-text; version=0.0.1,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
            "application/openmetrics-text; version=0.0.1; charset=utf-8"
        ),
        // 2.31 to 2.48
        (
            "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1"
                + ";q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1", openMetrics
        ),
        // 2.49.0, with its invalid weight for */*
        (
            "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text"
                + ";version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=2", text
        ),
        // 3.0, with a parameter twice
        (
            "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
                + "application/openmetrics-text;version=0.0.1;escaping=allow-utf-8;q=0.5,"
                + "text/plain;version=1.0.0;escaping=allow-utf-8;escaping=allow-utf-8;q=0.4,"
                + "text/plain;version=0.0.4;escaping=allow-utf-8;q=0.3,*/*;q=0.2",
            openMetrics + "; escaping=allow-utf-8"
        ),
        // 3.14 with protobuf preferred
        (
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily"
                + ";encoding=delimited;q=0.6,application/openmetrics-text;version=1.0.0"
                + ";escaping=underscores;q=0.5,text/plain;version=0.0.4;q=0.2,*/*;q=0.1",
            openMetrics + "; escaping=underscores"
        ),
        ("text/plain;version=0.0.4;q=1,*/*;q=0.1", text),
        (
            "text/plain;version=1.0.0;escaping=values",
            "text/plain; version=1.0.0; charset=utf-8; escaping=values"
        ),
        ("application/openmetrics-text", openMetrics),
        ("APPLICATION/OpenMetrics-Text; Version=\"1.0.0\"; charset=utf-8", openMetrics),
        ("application/openmetrics-text;version=1.0.0;q=0,text/plain", text),
        ("application/openmetrics-text;q=0.1,text/plain;q=0.9", text),
        // What is refused is not sent, not even where nothing else is asked for.
        ("application/openmetrics-text;q=0", text), ("application/openmetrics-text;q=0.0", text),
        ("text/plain;version=1.0.0;q=0,*/*;q=0", text),
        ("application/openmetrics-text;version=9.9.9", text),
        ("text/html,application/xhtml+xml,*/*;q=0.8", text),
        ("application/json", text), ("nonsense", text), (",;=,/,", text),
        ("application/openmetrics-text;q=nonsense", openMetrics),
        ("application/openmetrics-text;x=\"a,b;c\\\"\";q=0.5", openMetrics),
    ]

    @Test(arguments: accepts)
    func everyAcceptGetsAType(accept: String?, wanted: String) {
        var fields = HTTPFields()
        if let accept { fields.append("Accept", accept) }
        let choice = ScrapeNegotiation.choose(fields)
        #expect(choice.contentType == wanted)
        #expect((choice.format == .openMetrics) == wanted.hasPrefix("application/"))
    }

    @Test(
        arguments: [
            (nil, false), ("gzip", true), ("GZIP", true), ("x-gzip", true), ("identity", false),
            ("gzip;q=0", false), ("*", true), ("*;q=0", false), ("gzip;q=0, *", false),
            ("deflate, gzip;q=1.0, *;q=0.5", true), ("identity;q=0", false),
            ("identity;q=0, *", true), ("gzip;q=0.1, identity;q=0.9", false), ("br, zstd", false),
            ("", false), ("gzip, deflate, br", true), ("gzip;q=2", true), ("gzip;;q=", true),
        ] as [(String?, Bool)]
    )
    func gzipIsSentWhenItIsAdmitted(acceptEncoding: String?, wanted: Bool) {
        #expect(AcceptEncoding.prefersGzip(acceptEncoding) == wanted)
    }
}
