import Exposition
import HTTP
import OCP
import Synchronization
import Testing

@testable import Exporter

/// A clock that stands until it is set.
final class SetTime: TimeSource {
    private let state: Mutex<(seconds: Double, jump: Double)>

    init(_ seconds: Double) { state = Mutex((seconds, 0)) }

    /// Sets both clocks, the time of day so far from the other.
    func set(_ value: Double, jump: Double = 0) { state.withLock { $0 = (value, jump) } }
    func now() -> Double { state.withLock { $0.seconds + $0.jump } }
    func uptime() -> Duration { .milliseconds(Int64(state.withLock(\.seconds) * 1000)) }

    /// Pages and endpoints never wait: who would, gives way, and no time passes.
    func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        await Task.yield()
    }
}

/// An OCP with one cluster whose delay is what a test says.
func snapshot(
    delay: Double,
    lastSuccess: Double = 1000,
    staleAfter: Double = 300,
    id: Int64 = 1,
    name: String = "c"
) -> OCPSnapshot {
    var overview = BackupOverview()
    overview.logBackupDelaySeconds = delay
    return snapshot(
        of: overview,
        lastSuccess: lastSuccess,
        staleAfter: staleAfter,
        id: id,
        name: name
    )
}

/// An OCP with one cluster of which it says this.
func snapshot(
    of overview: BackupOverview,
    lastSuccess: Double = 1000,
    staleAfter: Double = 300,
    id: Int64 = 1,
    name: String = "c"
) -> OCPSnapshot {
    let labels = ClusterSnapshot.labels(ocp: "o", id: id, name: name)
    return OCPSnapshot(
        name: "o",
        labels: Labels(["ocp": "o"]),
        clusters: [
            ClusterSnapshot(
                id: id,
                name: name,
                labels: labels,
                thresholds: Thresholds(),
                overview: Held(
                    [.init(labels: labels, overview: overview)],
                    at: Instant(lastSuccess),
                    duration: 0.5
                )
            )
        ],
        pollInterval: 60,
        staleAfter: staleAfter,
        clockOffsetThreshold: 300,
        insecureSkipVerify: false
    )
}

@Suite(.timeLimit(.minutes(15))) struct PageStoreTests {
    static let text = PageStore.Variant(format: .text, isCompressed: false)

    /// Waits for a page.
    private func page(_ store: PageStore, _ variant: PageStore.Variant = text) async -> String {
        let prepared = await withCheckedContinuation { continuation in
            store.page(variant) { continuation.resume(returning: $0) }
        }
        return String(decoding: prepared.body(with: []).flatMap { $0 }, as: UTF8.self)
    }

    @Test func aPageIsOfWhatWasTakenLast() async {
        let store = PageStore(time: SetTime(1000))
        #expect(await page(store).isEmpty)
        store.take(.configured([(1, snapshot(delay: 1))]))
        #expect(
            await page(store, .init(format: .openMetrics, isCompressed: false)).contains("} 1\n")
        )
        store.take(.known(monitor: 1, snapshot(delay: 2)))
        await store.settled()
        #expect(
            await page(store).contains(
                "oceanbase_log_backup_delay_seconds{ocp=\"o\",ocp_cluster_id=\"1\",ob_cluster_name=\"c\"} 2\n"
            )
        )
    }

    @Test func anOCPThatIsNotConfiguredAnyMoreIsNotTaken() async {
        let store = PageStore(time: SetTime(1000))
        store.take(.configured([(1, snapshot(delay: 1)), (2, snapshot(delay: 2))]))
        store.take(.configured([(3, snapshot(delay: 3)), (2, snapshot(delay: 9))]))
        store.take(.known(monitor: 1, snapshot(delay: 4)))
        await store.settled()
        let delays = store.snapshots.map {
            $0.clusters.first?.overviews.first?.overview.logBackupDelaySeconds
        }
        // What is known of the second is newer than what its configuration came with.
        #expect(delays == [3, 2])
    }

    /// An OCP whose first round has ended: until then no end of an update is told.
    private func afterRound(delay: Double) -> OCPSnapshot {
        var ocp = snapshot(delay: delay)
        ocp.lastRound = RoundSummary(endedAt: 1000, duration: 1, isUp: true, clusterCount: 1)
        return ocp
    }

    /// What an update replaces is gone when its end is told, so that its memory is free.
    @Test func theEndOfAnUpdateIsToldWhenTheOldValuesAreGone() async throws {
        let first = Mutex<OCPSnapshot?>(afterRound(delay: 1))
        weak let old = first.withLock { $0?.clusters.first?.overviews.first }
        let ends = AsyncStream<Void>.makeStream()
        let store = PageStore(time: SetTime(1000), updated: { ends.continuation.yield() })
        var told = ends.stream.makeAsyncIterator()
        first.withLock { first in
            if let value = first { store.take(.configured([(1, value)])) }
            first = nil
        }
        _ = await told.next()
        #expect(await page(store).contains("} 1\n"))
        #expect(old != nil)
        store.take(.known(monitor: 1, afterRound(delay: 2)))
        _ = await told.next()
        #expect(old == nil)
        #expect(await page(store).contains("} 2\n"))
    }

    /// Whatever the time of day is set to meanwhile.
    @Test(arguments: [0.0, -3600, 3600])
    func valuesVanishWhenTheyAreTooOldAlthoughNoRoundEnds(jump: Double) async {
        let time = SetTime(1000)
        let store = PageStore(time: time)
        store.take(.configured([(1, snapshot(delay: 7))]))
        await store.settled()
        time.set(1300, jump: jump)
        #expect(await page(store).contains("oceanbase_log_backup_delay_seconds{"))
        #expect(store.snapshots.first?.clusters.first?.overviews.count == 1)
        time.set(1300.5, jump: jump)
        let late = await page(store)
        #expect(!late.contains("oceanbase_log_backup_delay_seconds{"))
        #expect(
            late.contains(
                "oceanbase_cluster_last_success_timestamp_seconds{ocp=\"o\",ocp_cluster_id=\"1\",ob_cluster_name=\"c\"} 1000\n"
            )
        )
        #expect(store.snapshots.first?.clusters.first?.overviews.isEmpty == true)
    }

    @Test func aVariantThatNobodyAsksForIsNotPrepared() async {
        let time = SetTime(1000)
        let store = PageStore(time: time)
        store.take(.configured([(1, snapshot(delay: 7))]))
        _ = await page(store)
        #expect(store.report.sizes.count == 1)
        time.set(1000 + 601)
        store.take(.known(monitor: 1, snapshot(delay: 7)))
        await store.settled()
        #expect(store.report.sizes[Self.text] == nil)
    }

    @Test func isReadyOnceAPageTellsOfEveryFirstRoundAndStaysSo() async {
        let store = PageStore(time: SetTime(1000))
        var ocp = snapshot(delay: 7)
        store.take(.configured([(1, ocp)]))
        await store.settled()
        #expect(!store.isReady)
        ocp.lastRound = RoundSummary(endedAt: 1000, duration: 1, isUp: false, clusterCount: nil)
        store.take(.known(monitor: 1, ocp))
        await store.settled(.init(format: .openMetrics, isCompressed: false))
        #expect(store.isReady)
        store.take(.configured([(2, snapshot(delay: 7))]))
        await store.settled(.init(format: .text, isCompressed: true))
        #expect(store.isReady)
    }

    @Test func manyWhoWaitGetTheSamePage() async {
        let store = PageStore(time: SetTime(1000))
        store.take(.configured([(1, snapshot(delay: 7))]))
        await store.settled()
        let pages = await withTaskGroup(of: String.self) { group in
            for _ in 0..<50 { group.addTask { await self.page(store) } }
            return await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(pages.count == 1)
    }
}

extension PageStore {
    /// Returns when every update that was asked for has been published: the first request for a
    /// variant waits behind them.
    func settled(
        _ unseen: Variant = Variant(format: .openMetrics, isCompressed: true)
    ) async {
        await withCheckedContinuation { continuation in
            page(unseen) { _ in continuation.resume() }
        }
    }
}
