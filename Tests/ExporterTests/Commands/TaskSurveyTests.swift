import OCP
import Synchronization
import TestClock
import Testing

@testable import Exporter

/// What `doctor` says of tenants and tasks.
@Suite struct TaskSurveyTests {
    /// The lines about log backup tasks of an OCP with a thousand tenants, so many of which were read.
    private static func lines(
        read: Int,
        failed: Int = 0,
        isSupported: Bool = true,
        isCutShort: Bool = false
    ) throws -> [String] {
        let lines = Mutex<[String]>([])
        var ocp = OCPSnapshot.withTenants([])
        ocp.tasks.collectors = ["overview", "log_backups"].map { name in
            CollectorState(
                name: name,
                targets: 1000,
                failedTargets: failed,
                unread: 1000 - read,
                read: read,
                interval: 300,
                isSupported: isSupported,
                isUp: true
            )
        }
        let survey = TaskSurvey(
            ocp: try PollingHarness.settings(),
            thresholds: ThresholdRules(),
            time: ManualTime(),
            count: AskedCount()
        )
        survey.tell((ocp, isCutShort), Findings { line in lines.withLock { $0.append(line) } })
        return lines.withLock(\.self)
    }

    @Test func aMinuteThatIsTooShortForAllIsNoFailure() throws {
        #expect(
            try Self.lines(read: 300) == [
                "  ok    tasks: log backup tasks can be read: 300 of 1000, the others were not asked"
                    + " in this minute"
            ]
        )
        #expect(
            try Self.lines(read: 1000) == [
                "  ok    tasks: log backup tasks can be read: 1000 of 1000"
            ]
        )
    }

    @Test(arguments: [(300, true), (0, false), (0, true)])
    func whatOCPDidNotLetUsAskIs(_ read: Int, isCutShort: Bool) throws {
        let lines = try Self.lines(read: read, isCutShort: isCutShort)
        let words = "FAIL  tasks: log backup tasks of \(1000 - read) not asked"
        #expect(lines.contains { $0.contains(words) })
        #expect(lines.last?.contains("What to do:") == true)
    }

    @Test func anEndpointThatIsNotThereIsSaid() throws {
        let lines = try Self.lines(read: 0, isSupported: false)
        #expect(lines.first == "  note  tasks: this OCP has no endpoint for log backup tasks")
    }
}
