import Dispatch
import Foundation
import Synchronization
import Testing

@testable import Kernel

@Suite(.timeLimit(.minutes(15)))
struct FileWatchTests {
    private static let patience = Duration.seconds(600)

    @Test
    func readsAgainOnlyWhatChanged() async throws {
        let files = try Watched()
        #expect(files.watch.current.content == nil)
        #expect(await files.watch.recent(within: Self.patience).content == "one")
        files.pass(.milliseconds(1_001))
        #expect(await files.watch.recent(within: Self.patience).content == "one")
        #expect(files.reads == 1)

        try files.write("two")
        #expect(await files.watch.recent(within: Self.patience).content == "one", "too early")
        files.pass(.milliseconds(1_001))
        #expect(await files.watch.recent(within: Self.patience).content == "two")
        #expect(files.reads == 2)
        #expect(files.reports.map(\.content) == ["one", "two"])
    }

    @Test
    func readsAgainWhatMayHaveChangedWithinOneStampOfTime() async throws {
        let files = try Watched()
        try files.write("new", modified: nil)
        #expect(await files.watch.recent(within: Self.patience).content == "new")
        #expect(await files.watch.look(within: Self.patience).content == "new")
        #expect(files.reads == 2)
        #expect(files.reports.count == 1)
    }

    @Test
    func keepsTheLastGoodContentAndTellsEachProblemOnce() async throws {
        let files = try Watched()
        _ = await files.watch.look(within: Self.patience)
        try FileManager.default.removeItem(atPath: files.path)
        let absent = FileProblem(path: files.path, reason: "No such file or directory")
        for _ in 0..<2 {
            let known = await files.watch.look(within: Self.patience)
            #expect(known.content == "one")
            #expect(known.problem == absent)
        }
        try files.write("one")
        #expect(await files.watch.look(within: Self.patience).problem == nil)
        #expect(files.reports.map(\.problem) == [nil, absent, nil])
    }

    @Test
    func goesOnWithTheLastContentWhileTheFilesHang() async throws {
        let files = try Watched()
        _ = await files.watch.look(within: Self.patience)
        try files.write("two")
        files.gate.close()
        files.pass(.seconds(2))
        #expect(files.watch.current.content == "one")
        await files.gate.waitForVisitor()
        for _ in 0..<100 {
            files.pass(.seconds(2))
            let known = files.watch.current
            #expect(known.content == "one")
            #expect(known.silentPath == files.path)
            #expect(await files.watch.recent(within: .seconds(1)).content == "one")
            #expect(await files.watch.look(within: .seconds(1)).content == "one")
        }
        #expect(files.gate.visitors == 1)
        #expect(files.reports.compactMap(\.silentPath) == [files.path])
        files.gate.open()
        #expect(await files.watch.look(within: .seconds(1_000)).content == "two")
        #expect(files.watch.current.silentPath == nil)
    }

    @Test
    func namesTheFileThatNeverAnswered() async throws {
        let files = try Watched()
        files.gate.close()
        defer { files.gate.open() }
        let known = await files.watch.recent(within: .milliseconds(10))
        #expect(known.content == nil)
        #expect(known.problem == nil)
        #expect(known.silentPath == files.path)
    }

    @Test
    func aLookThatIsAskedForBeginsAfterTheQuestion() async throws {
        let files = try Watched()
        files.gate.close()
        #expect(files.watch.current.content == nil)
        await files.gate.waitForVisitor()
        async let asked = files.watch.look(within: Self.patience).content
        async let waiting = files.watch.recent(within: Self.patience).content
        // The look under way has read this already.
        try files.write("two")
        files.gate.open()
        _ = await waiting
        #expect(await asked == "two")
    }

    @Test
    func aWaitEndsWhenItsTaskIsCancelled() async throws {
        let files = try Watched()
        files.gate.close()
        defer { files.gate.open() }
        let wait = Task { await files.watch.recent(within: Self.patience).content }
        await files.gate.waitForVisitor()
        wait.cancel()
        #expect(await wait.value == nil)
    }
}

/// A file with a watch whose clock stands still, and whose reading can be held up.
private final class Watched: Sendable {
    let path: String
    let watch: FileWatch<String, FileProblem>
    let gate = Gate()
    private let time: Time
    private let log: Log

    private final class Time: Sendable {
        let now = Mutex(ContinuousClock.now)
    }

    private final class Log: Sendable {
        let reads = Mutex(0)
        let reports = Mutex<[FileWatch<String, FileProblem>.Known]>([])
    }

    init() throws {
        let path = FileManager.default.temporaryDirectory.path + "/watch-\(UUID().uuidString)"
        self.path = path
        let (time, log, gate) = (Time(), Log(), gate)
        (self.time, self.log) = (time, log)
        watch = FileWatch(
            [path],
            now: { time.now.withLock { $0 } },
            report: { known in log.reports.withLock { $0.append(known) } },
            read: { _ throws(FileProblem) in
                log.reads.withLock { $0 += 1 }
                let bytes = try FileBytes(path: path, limit: 100).bytes
                gate.pass()
                return String(decoding: bytes, as: UTF8.self)
            }
        )
        try write("one")
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    var reads: Int { log.reads.withLock { $0 } }
    var reports: [FileWatch<String, FileProblem>.Known] { log.reports.withLock { $0 } }

    func pass(_ duration: Duration) {
        time.now.withLock { $0 += duration }
    }

    /// Replaces the file, at a time so long ago that its stamp is believed.
    func write(_ text: String, modified: Date? = Date(timeIntervalSince1970: 1_000)) throws {
        try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
        guard let modified else { return }
        try FileManager.default.setAttributes([.modificationDate: modified], ofItemAtPath: path)
    }
}

/// Holds up threads while it is closed.
private final class Gate: Sendable {
    private struct State {
        var isOpen = true
        var visitors = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let opened = DispatchSemaphore(value: 0)

    /// How many threads came while it was closed.
    var visitors: Int { state.withLock { $0.visitors } }

    func close() {
        state.withLock { $0.isOpen = false }
    }

    func open() {
        let visitors = state.withLock { state in
            state.isOpen = true
            return state.visitors
        }
        for _ in 0..<visitors { opened.signal() }
    }

    func pass() {
        let (isOpen, waiting) = state.withLock { state in
            if !state.isOpen { state.visitors += 1 }
            defer { state.waiting = [] }
            return (state.isOpen, state.waiting)
        }
        for continuation in waiting { continuation.resume() }
        if !isOpen { opened.wait() }
    }

    /// Waits until a thread is held up.
    func waitForVisitor() async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.visitors == 0 { state.waiting.append(continuation) }
                return state.visitors > 0
            }
            if isThere { continuation.resume() }
        }
    }
}
