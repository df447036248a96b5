import OCP
import Testing

@testable import Exporter

/// What is served of a subject's tasks, and for how long.
@Suite struct TaskFactTests {
    private typealias Harness = TaskStateHarness

    /// `log_backup_tasks`, as the law has it.
    @Test func whoIsNotInTheListOfItsClusterHasNoTasksUntilItWasAsked() throws {
        var harness = try Harness()
        harness.list([Harness.tenant(7), Harness.tenant(8)])
        #expect(harness.facts(1, 8)?.logBackups.answer == nil, "nobody was asked yet")
        harness.logs([.row("INPROGRESS", of: .init(id: 7))], of: 1)
        #expect(harness.facts(1, 7)?.logBackups.answer?.count == 1)
        #expect(harness.facts(1, 8)?.logBackups.answer?.count == 0)
        harness.logs([.row("STOPPED"), .row("INPROGRESS")], of: 1, 8)
        #expect(harness.facts(1, 8)?.logBackups.answer?.count == 2, "then what that said")
        harness.logs([], of: 1, 8)
        #expect(harness.facts(1, 8)?.logBackups.answer?.count == 0)
    }

    @Test func aListWithoutTenantsSaysNothingOfThem() throws {
        var harness = try Harness()
        harness.list([Harness.tenant(7)])
        for rows in [[], [LogBackupTask.row("INPROGRESS")]] {
            harness.logs(rows, of: 1)
            #expect(harness.facts(1, 7)?.logBackups.answer == nil)
            #expect(harness.facts(1)?.logBackups.answer == nil, "nor is it the cluster's")
        }
    }

    @Test func inModeClusterTheListIsAllThatThereIs() throws {
        var harness = try Harness(mode: .cluster)
        harness.list([Harness.tenant(7), Harness.tenant(8)])
        harness.logs([.row("INPROGRESS", of: .init(id: 7))], of: 1)
        #expect(harness.facts(1, 7)?.logBackups.answer?.count == 1)
        #expect(harness.facts(1, 8)?.logBackups.answer?.count == 0)
    }

    @Test func rowsOfAnOldClusterAreItsOwn() throws {
        var harness = try Harness(clusters: [1: "2.2.77"])
        harness.logs([.row("INPROGRESS")], of: 1)
        harness.data([.row("DONE", from: 1, to: 2)], of: 1)
        let facts = try #require(harness.facts(1))
        #expect(facts.isAsked)
        #expect(facts.logBackups.answer?.count == 1)
        #expect(facts.dataBackups.answer?.newest?.finishTime == 2)
    }

    @Test func aFailureKeepsTheAnswerAndSaysWhy() throws {
        var harness = try Harness(mode: .tenant)
        harness.list([Harness.tenant(7)])
        harness.data([.row("DONE", from: 1, to: 2)], of: 1, 7)
        harness.fail(.dataBackups, 1, 7)
        let facts = try #require(harness.facts(1, 7))
        #expect(facts.dataBackups.answer?.newest != nil)
        #expect(facts.failures.map(\.0) == [.dataBackups])
        #expect(facts.lastSuccesses.map(\.0) == [.dataBackups])
    }

    /// The strategy of the cluster is nothing to a tenant with one of its own.
    @Test(arguments: [(BackupStrategy(), false), (nil, true)] as [(BackupStrategy?, Bool)])
    func aClusterThatCannotBeReadConcernsThoseUnderItsStrategy(
        _ own: BackupStrategy?,
        isConcerned: Bool
    ) throws {
        var harness = try Harness(mode: .tenant)
        harness.list([Harness.tenant(7)])
        harness.answer(.strategies, 1, 7, with: .strategy(own))
        harness.fail(.strategies, 1)
        #expect(harness.facts(1, 7)?.failures.map(\.0) == (isConcerned ? [.strategies] : []))
    }

    /// Those three who were asked show that the endpoint is absent; nothing is wrong with them.
    @Test
    func whoShowedThatAnEndpointIsAbsentIsNotUnreadable() throws {
        var harness = try Harness(mode: .tenant)
        harness.list((7...10).map { Harness.tenant($0) })
        for id in 7...9 as ClosedRange<Int64> {
            harness.fail(.logBackups, 1, id, because: .absent)
            harness.fail(.strategies, 1, id, because: .absent)
        }
        for id in 7...10 as ClosedRange<Int64> {
            #expect(harness.facts(1, id)?.failures.isEmpty == true)
        }
    }

    /// Seconds for which an answer is served, by `stale_after` and an interval.
    @Test(arguments: [(300, 60, 300), (300, 100, 300), (300, 200, 600), (60, 300, 900)])
    func anAnswerIsServedForStaleAfterOrThreeIntervals(
        _ staleAfter: Int,
        interval: Int,
        seconds: Double
    ) throws {
        var harness = try Harness(mode: .tenant) {
            $0.staleAfter = .seconds(staleAfter)
            $0.tenants.intervals[.logBackups] = .seconds(interval)
        }
        harness.list([Harness.tenant(7)])
        harness.logs([.row("INPROGRESS")], of: 1, 7)
        #expect(harness.snapshot.end == 1000 + seconds)
        harness.now += seconds
        harness.fail(.logBackups, 1, 7)
        #expect(harness.facts(1, 7)?.logBackups.answer != nil)
        harness.now += 0.001
        let facts = try #require(harness.facts(1, 7))
        #expect(facts.logBackups.answer == nil)
        #expect(facts.logBackups.lastSuccess?.uptime == 1000, "it is still known when it was read")
        #expect(facts.logBackups.failure?.reason == .serverError)
        #expect(facts.tenant != nil, "the tenant stays")
    }

    @Test func aSnapshotThatGrowsOldLosesEachAnswerInItsTime() throws {
        var harness = try Harness(mode: .tenant)
        harness.list([Harness.tenant(7)])
        harness.logs([.row("INPROGRESS")], of: 1, 7)
        harness.data([.row("DONE", from: 1, to: 2)], of: 1, 7)
        harness.answer(.strategies, 1, 7, with: .strategy(BackupStrategy()))
        harness.answer(
            .restores,
            1,
            with: .restores([
                Restored(cluster: 1, tenant: .init(id: 7)): RestoreTimes(lastSuccess: 5)
            ])
        )
        var whole = harness.ocp
        whole.tasks = harness.snapshot
        var kept: [[Bool]] = []
        for seconds in [900, 901, 2700, 2701, 10_800, 10_801, 64_800, 64_801] as [Double] {
            whole = whole.expired(at: Instant(1000 + seconds))
            let facts = try #require(whole.tasks.subjects.last?.facts)
            kept.append([
                facts.logBackups.answer != nil, facts.dataBackups.answer != nil,
                facts.restored.lastSuccess != nil, facts.strategy != nil,
            ])
        }
        let all = (0...4).map { gone in (0..<4).map { $0 >= gone } }
        #expect(kept == [all[0], all[1], all[1], all[2], all[2], all[3], all[3], all[4]])
        #expect(whole.nextExpiry == nil)
    }
}
