import Testing

@testable import Exporter

@Suite struct DurationReadingTests {
    @Test(
        arguments: [
            ("500ms", .milliseconds(500)), ("60s", .seconds(60)), ("5m", .seconds(300)),
            ("1h30m", .seconds(5400)), ("8d", .seconds(8 * 86_400)), ("1w", .seconds(604_800)),
            ("1y", .seconds(365 * 86_400)), ("1d1ms", .milliseconds(86_400_001)),
        ] as [(String, Duration)]
    )
    func durationsAreReadAsPrometheusReadsThem(_ text: String, duration: Duration) {
        #expect(DurationText.parse(text) == duration)
        #expect(DurationText.parse(DurationText.text(duration)) == duration)
    }

    @Test(
        arguments: [
            "", "0", "60", "s", "-5m", "+5m", "1.5h", "5 m", " 5m", "5m ", "5M", "1m1h", "1m1m",
            "5min", "9223372036854775807d", "99999999999999999999s", "292277y900000000000y",
            // Each part would fit.
            "292471208y1000000w",
            "٣s", "1e3s",
        ]
    )
    func otherTextsAreNone(_ text: String) {
        #expect(DurationText.parse(text) == nil)
    }

    @Test(
        arguments: [
            (.zero, "0s"), (.milliseconds(1), "1ms"), (.seconds(90), "1m30s"),
            (.seconds(86_400), "1d"), (.milliseconds(3_600_250), "1h250ms"),
        ] as [(Duration, String)]
    )
    func durationsAreWrittenShort(_ duration: Duration, text: String) {
        #expect(DurationText.text(duration) == text)
    }
}
