import Testing

@testable import OCP

/// What is older than an OCP's last silence is not used again.
@Suite struct SilenceTests {
    private static func settings(_ url: String, proxy: String? = nil) throws -> ConnectionSettings {
        ConnectionSettings(
            baseURL: try BaseURL(url),
            proxyURL: try proxy.map { text throws in try ProxyURL(text) }
        )
    }

    @Test func trustBeginsAfterTheLastSilence() throws {
        let clock = StandingClock()
        var silences = Silences(now: clock.now)
        let settings = try Self.settings("http://a:1")
        #expect(silences.trust(in: settings) == 118)
        silences.note(settings)
        for (seconds, trust) in [(0, 1), (1, 1), (1, 1), (8, 9), (108, 117), (1, 118), (1, 118)] {
            clock.pass(.seconds(seconds))
            #expect(silences.trust(in: settings) == trust)
        }
        silences.note(settings)
        clock.pass(.seconds(5))
        silences.note(settings)
        #expect(silences.trust(in: settings) == 1)
    }

    @Test func onePlacesSilenceIsNoOthers() throws {
        var silences = Silences()
        silences.note(try Self.settings("http://a:1"))
        for other in ["https://a:1", "http://a:2", "http://b:1"] {
            #expect(silences.trust(in: try Self.settings(other)) == 118)
        }
        #expect(silences.trust(in: try Self.settings("http://a:1", proxy: "http://p:1")) == 118)
        #expect(silences.trust(in: try Self.settings("http://a:1")) == 1)
    }
}
