import Exposition
import Testing

@Suite struct ValueTests {
    @Test(
        arguments: [
            (0, "0"), (-0.0, "-0"), (1, "1"), (98, "98"), (-3, "-3"), (0.5, "0.5"),
            (0.001, "0.001"),
            (1632105902.993, "1632105902.993"), (1632105902.9, "1632105902.9"),
            (1e15, "1000000000000000"), (1e16, "1e+16"),
            (999_999_999_999, "999999999999"), (13_249_974_108.16, "13249974108.16"),
            (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"),
            (0.1 + 0.2, "0.30000000000000004"),
            (.leastNonzeroMagnitude, "5e-324"), (1e100, "1e+100"), (-0.25, "-0.25"),
            (1234.05, "1234.05"),
        ] as [(Double, String)]
    )
    func numbersAreWritten(value: Double, text: String) {
        let family = MetricFamily(.gauge, "x", help: "X.")
        let line = page(.text) { writer in
            writer.begin(family)
            writer.sample(value)
        }
        #expect(line.hasSuffix("\nx \(text)\n"))
    }

    /// The path without a `String` gives the very digits that the standard library gives.
    @Test func thousandthsAreTheShortestDigits() {
        var random = SplitMix(state: 3)
        let family = MetricFamily(.gauge, "x", help: "X.")
        let values = (0..<20_000).map { _ in random.double() }.filter { $0.magnitude < 1e15 }
        let text = page(.text) { writer in
            writer.begin(family)
            for value in values { writer.sample(value) }
        }
        let lines = text.split(separator: "\n").dropFirst(2)
        #expect(lines.map { String($0.dropFirst(2)) } == values.map(SampleValue.text))
    }
}

@Suite struct HistogramTests {
    @Test func aBoundBelongsToItsBucket() {
        var histogram = HistogramValue(bounds: [0.5, 1])
        for seconds in [0, 0.5, 0.6, 1, 1.1] { histogram.observe(seconds) }
        #expect(histogram.counts == [2, 2, 1])
    }

    @Test(arguments: [-0.001, .nan, .infinity, -.infinity] as [Double])
    func whatIsNoDurationIsLeftOut(seconds: Double) {
        var histogram = HistogramValue(bounds: [0.5])
        histogram.observe(seconds)
        #expect(histogram == HistogramValue(bounds: [0.5]))
    }
}

@Suite struct FamilyTests {
    @Test(arguments: ["", "1a", "a-b", "a b", "a:b", "ä", "a\n"])
    func namesAreChecked(name: String) {
        #expect(!MetricFamily.isValid(name))
    }

    @Test func aWrongSuffixStopsTheProgram() async {
        await #expect(processExitsWith: .failure) {
            _ = MetricFamily(.counter, "requests", help: "Requests.")
        }
        await #expect(processExitsWith: .failure) {
            _ = MetricFamily(.gauge, "requests_total", help: "Requests.")
        }
        await #expect(processExitsWith: .failure) {
            _ = MetricFamily(.info, "version", help: "Version.")
        }
    }

    @Test(arguments: [
        ("a_seconds", "seconds"), ("a_bytes", "bytes"), ("a_ratio", "ratio"), ("a_clusters", nil),
    ])
    func unitsComeFromTheName(name: String, unit: String?) {
        #expect(MetricFamily(.gauge, name, help: "X.").unit == unit)
    }
}
