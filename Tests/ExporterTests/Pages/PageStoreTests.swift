import Exposition
import HTTP
import OCP
import Synchronization
import Testing

@testable import Exporter

/// A clock that stands until it is set.
final class SetTime: TimeSource {
    private let seconds: Mutex<Double>

    init(_ seconds: Double) { self.seconds = Mutex(seconds) }

    func set(_ value: Double) { seconds.withLock { $0 = value } }
    func now() -> Double { seconds.withLock { $0 } }
    func uptime() -> Duration { .milliseconds(Int64(now() * 1000)) }

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
                overviews: [.init(labels: labels, overview: overview)],
                lastSuccess: lastSuccess,
                pollDuration: 0.5,
                failure: nil
            )
        ],
        pollInterval: 60,
        staleAfter: staleAfter,
        clockOffsetThreshold: 300,
        insecureSkipVerify: false
    )
}

@Suite(.timeLimit(.minutes(5))) struct PageStoreTests {
    static let text = PageStore.Variant(format: .text, isCompressed: false)

    /// Waits for a page.
    private func page(_ store: PageStore, _ variant: PageStore.Variant = text) async -> String {
        let prepared = await withCheckedContinuation { continuation in
            store.page(variant) { continuation.resume(returning: $0) }
        }
        return String(decoding: prepared.body(with: []).flatMap { $0 }, as: UTF8.self)
    }

    @Test func aPageIsOfTheLastUpdate() async {
        let time = SetTime(1000)
        let holder = Holder(delay: 1)
        let store = PageStore(time: time) { [snapshot(delay: holder.delay)] }
        #expect(await page(store).isEmpty)
        store.update()
        #expect(
            await page(store, .init(format: .openMetrics, isCompressed: false)).contains("} 1\n")
        )
        holder.set(2)
        #expect(await page(store).contains("} 1\n"), "nothing is rendered anew without an update")
        store.update()
        await store.settled()
        #expect(
            await page(store).contains(
                "oceanbase_log_backup_delay_seconds{ocp=\"o\",ocp_cluster_id=\"1\",ob_cluster_name=\"c\"} 2\n"
            )
        )
    }

    /// What an update replaces is gone when its end is told, so that its memory is free.
    @Test func theEndOfAnUpdateIsToldWhenTheOldValuesAreGone() async throws {
        let values = Mutex<[OCPSnapshot]>([snapshot(delay: 1)])
        weak let old = values.withLock { $0.first?.clusters.first?.overviews.first }
        let ends = AsyncStream<Void>.makeStream()
        let store = PageStore(
            time: SetTime(1000),
            updated: { ends.continuation.yield() },
            snapshots: { values.withLock(\.self) }
        )
        var told = ends.stream.makeAsyncIterator()
        store.update()
        _ = await told.next()
        #expect(await page(store).contains("} 1\n"))
        values.withLock { $0 = [snapshot(delay: 2)] }
        #expect(old != nil)
        store.update()
        _ = await told.next()
        #expect(old == nil)
        #expect(await page(store).contains("} 2\n"))
    }

    @Test func valuesVanishWhenTheyAreTooOldAlthoughNoRoundEnds() async {
        let time = SetTime(1000)
        let store = PageStore(time: time) { [snapshot(delay: 7)] }
        store.update()
        await store.settled()
        time.set(1300)
        #expect(await page(store).contains("oceanbase_log_backup_delay_seconds{"))
        time.set(1300.5)
        let late = await page(store)
        #expect(!late.contains("oceanbase_log_backup_delay_seconds{"))
        #expect(
            late.contains(
                "oceanbase_cluster_last_success_timestamp_seconds{ocp=\"o\",ocp_cluster_id=\"1\",ob_cluster_name=\"c\"} 1000\n"
            )
        )
    }

    @Test func aVariantThatNobodyAsksForIsNotPrepared() async {
        let time = SetTime(1000)
        let store = PageStore(time: time) { [snapshot(delay: 7)] }
        store.update()
        _ = await page(store)
        #expect(store.report.sizes.count == 1)
        time.set(1000 + 601)
        store.update()
        await store.settled()
        #expect(store.report.sizes[Self.text] == nil)
    }

    @Test func isReadyOnceAPageTellsOfEveryFirstRoundAndStaysSo() async {
        let isPolled = Holder(delay: 0)
        let store = PageStore(time: SetTime(1000)) {
            var ocp = snapshot(delay: 7)
            let round = RoundSummary(endedAt: 1000, duration: 1, isUp: false, clusterCount: nil)
            ocp.lastRound = isPolled.delay == 1 ? round : nil
            return [ocp]
        }
        store.update()
        await store.settled()
        #expect(!store.isReady)
        isPolled.set(1)
        store.update()
        await store.settled(.init(format: .openMetrics, isCompressed: false))
        #expect(store.isReady)
        isPolled.set(0)
        store.update()
        await store.settled(.init(format: .text, isCompressed: true))
        #expect(store.isReady)
    }

    @Test func manyWhoWaitGetTheSamePageMadeOnce() async {
        let time = SetTime(1000)
        let calls = Holder(delay: 0)
        let store = PageStore(time: time) {
            calls.set(calls.delay + 1)
            return [snapshot(delay: 7)]
        }
        store.update()
        await store.settled()
        let pages = await withTaskGroup(of: String.self) { group in
            for _ in 0..<50 { group.addTask { await self.page(store) } }
            return await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(pages.count == 1)
        #expect(calls.delay == 1)
    }

    private final class Holder: Sendable {
        private let value: Mutex<Double>
        init(delay: Double) { value = Mutex(delay) }
        var delay: Double { value.withLock { $0 } }
        func set(_ new: Double) { value.withLock { $0 = new } }
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
