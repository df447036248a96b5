import Exposition
import OCP
import Testing

@testable import Exporter

/// Tenants in the picture of the demo.
@Suite struct TenantPictureTests {
    private static func lines(
        _ facts: [SubjectFacts],
        clusters: Int = 1,
        on terminal: Terminal?
    ) -> [String] {
        var ocp = OCPSnapshot.withTenants(facts)
        let cluster = ocp.clusters[0]
        for id in 1..<max(1, clusters) {
            var more = SubjectFacts.healthy(Int64(100 + id), of: Int64(id + 1))
            more.labels = .none
            ocp.clusters.append(
                ClusterSnapshot(
                    id: Int64(id + 1),
                    name: "c\(id + 1)",
                    labels: .none,
                    thresholds: Thresholds(),
                    overview: cluster.overview
                )
            )
            ocp.tasks.subjects.append(Subject(more))
        }
        return FleetPicture(heading: ["Heading"], scenarios: [:])
            .lines([ocp], now: Instant(SubjectFacts.moment), on: terminal)
    }

    @Test func theWorstThreeStandBelowTheirCluster() throws {
        var late = SubjectFacts.healthy(9)
        late.log([.row("INPROGRESS", from: 1, to: SubjectFacts.moment - 4000)])
        late.tenant?.name = "late\u{1B}[2J"
        let lines = Self.lines([.healthy(7), .healthy(8), .healthy(10), late], on: nil)
        let head = try #require(lines.firstIndex { $0.hasPrefix("CLUSTER") })
        #expect(lines[head + 1].hasPrefix("c "))
        #expect(lines[head + 2].hasPrefix("  tenant late\\u001b[2J"))
        #expect(
            lines[head + 2].contains("log archive far behi") && lines[head + 2].contains("1h6m")
        )
        #expect(lines[head + 3].hasPrefix("  tenant t7"))
        #expect(lines.filter { $0.hasPrefix("  tenant") }.count == 3)
        #expect(lines.contains { $0.hasPrefix("1 clusters: 1 bad") })
        // Nor does the name steer the terminal where the cluster's line quotes it.
        #expect(lines[head + 1].contains("late\\u001b[2J:"))
        #expect(!lines.joined().contains("\u{1B}"))
    }

    @Test(arguments: [(80, 24), (80, 15), (80, 12), (40, 10), (20, 3), (1, 1), (200, 100)])
    func itFitsTheTerminal(_ width: Int, height: Int) {
        let terminal = Terminal(width: width, height: height, isColoured: false)
        let lines = Self.lines((1...9).map { .healthy($0) }, clusters: 20, on: terminal)
        #expect(lines.allSatisfy { $0.count <= width })
        #expect(terminal.frame(lines).split(separator: "\n").count <= max(2, height))
        // From a height on that has room for a cluster and its tenants, nothing is cut away.
        if height >= 12 { #expect(lines.count < height) }
        if height >= 12, height < 50 {
            #expect(lines.contains { $0.contains("more, none of them") })
        }
    }
}
