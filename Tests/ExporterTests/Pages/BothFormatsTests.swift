import Exposition
import Testing

@testable import Exporter
@testable import OCP

@Suite struct BothFormatsTests {
    /// Every family of the fleet's page has the same sample lines in both formats.
    @Test func samplesAreTheSameInBothFormats() {
        var ocp = snapshot(delay: 98.5)
        ocp.lastRound = RoundSummary(endedAt: 1000, duration: 0.25, isUp: true, clusterCount: 1)
        ocp.requests.count(RequestRecord(api: .overview, duration: 0.07))
        ocp.statistics.version = "4.3.5"
        let lines = ExpositionFormat.allCases.map { format in
            String(
                decoding: PreparedPage.pieces(format) { FleetPage.write([ocp], to: &$0) }
                    .flatMap { $0 },
                as: UTF8.self
            ).split(separator: "\n").filter { !$0.hasPrefix("#") }
        }
        #expect(lines[0] == lines[1])
        #expect(lines[0].count > 100)
    }
}
