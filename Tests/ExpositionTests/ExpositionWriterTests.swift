import Testing

@testable import Exposition

/// Collects what a writer hands on.
func page(
    _ format: ExpositionFormat,
    _ write: (inout ExpositionWriter) -> Void
) -> String {
    final class Bytes { var all: [UInt8] = [] }
    let bytes = Bytes()
    var writer = ExpositionWriter(format: format) { span in
        for index in span.indices { bytes.all.append(span[index]) }
    }
    write(&writer)
    writer.end()
    return String(decoding: bytes.all, as: UTF8.self)
}

@Suite struct WriterTests {
    let delay = MetricFamily(.gauge, "a_delay_seconds", help: "A \\ \"delay\"\nin seconds.")
    let requests = MetricFamily(.counter, "a_requests_total", help: "Requests.")
    let info = MetricFamily(.info, "a_cluster_info", help: "Info.")
    let duration = MetricFamily(.histogram, "a_duration_seconds", help: "Duration.")

    /// A counter's family would have the name of the gauge in OpenMetrics.
    @Test func aTotalBesideItsGaugeIsAGaugeInOpenMetrics() {
        let total = MetricFamily(.total, "a_left_total", help: "Left.")
        for (format, type) in [(ExpositionFormat.text, "counter"), (.openMetrics, "gauge")] {
            let header = String(decoding: total.header(format), as: UTF8.self)
            #expect(header.contains("# TYPE a_left_total \(type)\n"))
            #expect(header.contains("# HELP a_left_total Left.\n"))
        }
    }

    @Test func textIsWrittenWhole() {
        var histogram = HistogramValue(bounds: [0.5, 1])
        for seconds in [0.25, 0.5, 0.75, 3] { histogram.observe(seconds) }
        let text = page(.text) { writer in
            writer.begin(delay)
            writer.sample(Labels(["x": "1"]), 98)
            writer.begin(requests)
            writer.sample(5)
            writer.begin(info)
            writer.sample(Labels(["x": "1"]), and: Labels(["version": "4"]), 1)
            writer.begin(duration)
            writer.histogram(Labels(["x": "1"]), histogram)
        }
        #expect(
            text == """
                # HELP a_delay_seconds A \\\\ "delay"\\nin seconds.
                # TYPE a_delay_seconds gauge
                a_delay_seconds{x="1"} 98
                # HELP a_requests_total Requests.
                # TYPE a_requests_total counter
                a_requests_total 5
                # HELP a_cluster_info Info.
                # TYPE a_cluster_info gauge
                a_cluster_info{x="1",version="4"} 1
                # HELP a_duration_seconds Duration.
                # TYPE a_duration_seconds histogram
                a_duration_seconds_bucket{x="1",le="0.5"} 2
                a_duration_seconds_bucket{x="1",le="1.0"} 3
                a_duration_seconds_bucket{x="1",le="+Inf"} 4
                a_duration_seconds_sum{x="1"} 4.5
                a_duration_seconds_count{x="1"} 4

                """
        )
    }

    @Test func openMetricsNamesFamiliesWithoutTheirSuffixAndEnds() {
        let text = page(.openMetrics) { writer in
            writer.begin(delay)
            writer.sample(-0.5)
            writer.begin(requests)
            writer.sample(5)
            writer.begin(info)
            writer.sample(Labels(["version": "4"]), 1)
        }
        #expect(
            text == """
                # TYPE a_delay_seconds gauge
                # UNIT a_delay_seconds seconds
                # HELP a_delay_seconds A \\\\ \\"delay\\"\\nin seconds.
                a_delay_seconds -0.5
                # TYPE a_requests counter
                # HELP a_requests Requests.
                a_requests_total 5
                # TYPE a_cluster info
                # HELP a_cluster Info.
                a_cluster_info{version="4"} 1
                # EOF

                """
        )
    }

    @Test func familyWithoutSamplesLeavesNoTrace() {
        let text = page(.text) { writer in
            writer.begin(delay)
            writer.begin(requests)
            writer.sample(0)
        }
        #expect(!text.contains("a_delay"))
        #expect(text.contains("a_requests_total 0\n"))
    }

    /// Pages far beyond one buffer, with label values of every awkward kind and pseudo-random
    /// numbers, are read back by a reader that shares nothing with the writer.
    @Test(arguments: ExpositionFormat.allCases)
    func whatWasWrittenIsReadBack(format: ExpositionFormat) throws {
        let pieces = [
            "\\", "\"", "\n", "\\n", "é", "\u{202E}", "\0", "# EOF", "}", "{", ",", "=", " ", "𝄞",
            "a",
        ]
        var random = SplitMix(state: 7)
        var wanted: [ExpositionReader.Sample] = []
        let text = page(format) { writer in
            writer.begin(delay)
            for _ in 0..<8000 {
                let name = (0..<random.next() % 8).map { _ in pieces[Int(random.next() % 15)] }
                    .joined()
                let other = (0..<random.next() % 4).map { _ in pieces[Int(random.next() % 15)] }
                    .joined()
                let value = random.double()
                writer.sample(Labels(["name": name]), and: Labels(["state": other]), value)
                wanted.append(
                    .init(
                        name: "a_delay_seconds",
                        labels: [["name", name], ["state", other]],
                        value: SampleValue.text(value)
                    )
                )
            }
        }
        #expect(text.utf8.count > 300_000)
        let read = try #require(ExpositionReader(text))
        #expect(read.samples == wanted)
        for sample in read.samples where !sample.value.hasSuffix("Inf") && sample.value != "NaN" {
            #expect(Double(sample.value) != nil)
        }
    }

    @Test func aLineLongerThanTheBufferIsWhole() throws {
        let name = String(repeating: "x", count: 600_000)
        let text = page(.text) { writer in
            writer.begin(delay)
            writer.sample(Labels(["name": name]), 1)
        }
        #expect(try #require(ExpositionReader(text)).samples[0].labels == [["name", name]])
    }
}

/// A small generator, so that a failure can be repeated.
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Numbers of every kind: any bit pattern, whole, thousandths, and special ones.
    mutating func double() -> Double {
        switch next() % 5 {
        case 0: Double(bitPattern: next())
        case 1: Double(Int64(truncatingIfNeeded: next()) >> 20)
        case 2: Double(Int64(truncatingIfNeeded: next()) >> 24) / 1000
        case 3:
            [0, -0.0, 1, 1e15, 1e16, .infinity, -.infinity, .nan, .leastNonzeroMagnitude][
                Int(next() % 9)
            ]
        default: Double(next() % 1_000_000_000) / 7
        }
    }
}
