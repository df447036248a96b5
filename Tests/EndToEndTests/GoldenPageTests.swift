import Foundation
import OCPSimulator
import TestClock
import Testing
import TestSupport

/// The whole page of a fixed fleet at a fixed time, compared with `Fixtures/golden.prom`.
///
/// `UPDATE_GOLDEN=1 swift test --filter GoldenPageTests` writes the file anew; look at the
/// difference before you commit it.
@Suite(.timeLimit(.minutes(15))) struct GoldenPageTests {
    /// Families whose values depend on the machine and the moment.
    ///
    /// Their values, and the labels of the build, stand as asterisks in the file. Everything else is
    /// compared as it is, because both clocks stand still at 12:00 on 22 November 2026.
    private static let volatile = [
        "oceanbase_ocp_request_duration_seconds",  // measured by the machine's clock
        "oceanbase_backup_exporter_http_",  // how often the test had to look
        "oceanbase_backup_exporter_page_bytes",  // holds the digits of the durations
        "oceanbase_backup_exporter_build_info",
        "process_",
    ]

    /// The file in the sources, which is also what the tests' bundle is made of.
    private static let source = RepositoryFile.root
        .appending(path: "Tests/EndToEndTests/Fixtures/golden.prom")

    @Test func thePageIsAsItWas() async throws {
        let page = try await Self.page()
        let isUpdated = ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1"
        if isUpdated {
            try Data(page.utf8).write(to: Self.source)
        }
        let url = try #require(
            Bundle.module.url(
                forResource: "golden",
                withExtension: "prom",
                subdirectory: "Fixtures"
            )
        )
        let golden = try String(contentsOf: isUpdated ? Self.source : url, encoding: .utf8)
        let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
        let goldenLines = golden.split(separator: "\n", omittingEmptySubsequences: false)
        for (line, goldenLine) in zip(lines, goldenLines) where line != goldenLine {
            Issue.record("is    \(line)\nwas   \(goldenLine)")
            break
        }
        #expect(lines.count == goldenLines.count)
    }

    /// The page, with what is volatile made asterisks.
    private static func page() async throws -> String {
        var text = ""
        try await RunningSimulator.run {
            $0.fleet = FleetPlan(
                clusters: 16,
                scenarios: [
                    "healthy", "standby", "tenant-dimension", "log-backup-stalls", "no-strategy",
                    "paused", "schedule-abnormal", "data-backup-overdue", "waiting",
                    "never-backed-up", "tenant-without-times", "unknown-state", "forbidden",
                    "malformed-fields", "garbage", "healthy",
                ].map { FleetPlan.Share($0, count: 1) }
            )
            $0.rateLimit = RateLimit(requests: 1000, windowSeconds: 60)
            $0.clockOffset = -1500
        } _: { ocp in
            try await RunningExporter.run(
                Configuration.file(
                    Configuration.ocp(ocp.url, "max_concurrent_requests: 1, tenants: {}"),
                    more: """
                        thresholds: [
                          { ob_cluster_name: "^core_", log_backup_delay: "2m", data_backup_age: "26h" },
                        ]
                        """
                ),
                in: try Configuration.directory()
            ) { exporter in
                text = try await exporter.pageAfterTasks().text
            }
        }
        return text.split(separator: "\n", omittingEmptySubsequences: false)
            .map(normalized).reduce(into: []) { lines, line in
                // How many series a volatile family has is volatile, too.
                if lines.last != line || !line.hasSuffix(" *") { lines.append(line) }
            }.joined(separator: "\n")
    }

    private static func normalized(_ line: Substring) -> String {
        guard let family = volatile.first(where: { line.hasPrefix($0) }) else {
            return String(line)
        }
        let isHistogram = family == volatile[0]
        // How many requests there were is as certain as all else.
        if isHistogram, line.contains("_count{") || line.contains("+Inf") { return String(line) }
        let end = isHistogram ? line.lastIndex(of: " ") : line.firstIndex { "{ ".contains($0) }
        return line[..<(end ?? line.endIndex)] + " *"
    }
}
