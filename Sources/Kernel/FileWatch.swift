import Synchronization

/// Files that are looked at over and over, on a thread of their own.
///
/// A file system may hang: on the network, in FUSE, on a dying disk. `stat` hangs as `open` does, and
/// nothing ends such a call. So nobody but that thread touches a path, and no lock is held meanwhile;
/// who asks gets what is known. A thread is started for a look and ends with it: files that hang cost
/// one thread, however often they are asked for.
///
/// A look takes the stamps first, and reads only if one differs or is fresh.
package final class FileWatch<Content: Sendable & Equatable, Problem: Error & Equatable>: Sendable {
    /// What is known of the files.
    package struct Known: Sendable {
        /// What they held when they could be used last; nil if they never could.
        package var content: Content?
        /// Why they cannot be used, if the last look that ended found so.
        package var problem: Problem?
        /// The file whose file system does not answer, if the look under way takes too long.
        package var silentPath: String?
    }

    private struct State {
        var content: Content?
        var problem: Problem?
        /// The files' stamps before they were read; nil if they have to be read in any case.
        var stamps: [FileStamp?]?
        /// How many looks have begun and ended, and how many are asked for.
        var begun = 0
        var ended = 0
        var wanted = 0
        /// When the last look began and ended.
        var begunAt: ContinuousClock.Instant?
        var endedAt: ContinuousClock.Instant?
        /// True while there is a thread.
        var isLooking = false
        /// What the look under way has come to, and whether it is said that this does not answer.
        var path: String
        var isSaid = false
        /// Who waits, and for which look, counted from 1.
        var waiters: [(look: Int, ended: AsyncStream<Never>.Continuation)] = []

        mutating func begin(at now: ContinuousClock.Instant) {
            isLooking = true
            begun += 1
            begunAt = now
            isSaid = false
        }

        var known: Known { Known(content: content, problem: problem) }

        /// What is known, and whether it is news: a look that has lasted so long is said to get no
        /// answer.
        mutating func known(
            at now: ContinuousClock.Instant,
            patience: Duration
        ) -> (known: Known, isNews: Bool) {
            guard isLooking, let begunAt, now - begunAt >= patience else { return (known, false) }
            defer { isSaid = true }
            return (Known(content: content, problem: problem, silentPath: path), !isSaid)
        }
    }

    private let paths: [String]
    private let interval: Duration
    private let now: @Sendable () -> ContinuousClock.Instant
    private let report: @Sendable (Known) -> Void
    private let read: @Sendable (Content?) throws(Problem) -> Content
    private let state: Mutex<State>

    /// Prepares to look at files; nothing is looked at yet.
    ///
    /// - Parameters:
    ///   - paths: the files.
    ///   - interval: how old, counted from its end, a look may be to answer for the files.
    ///   - now: the time.
    ///   - report: is called on the thread of a look that found other content or another problem than
    ///     the one before, and on that of who finds that a look gets no answer.
    ///   - read: reads the files, knowing what they held before; may hang.
    package init(
        _ paths: [String],
        every interval: Duration = .seconds(1),
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        report: @escaping @Sendable (Known) -> Void = { _ in },
        read: @escaping @Sendable (Content?) throws(Problem) -> Content
    ) {
        self.paths = paths
        self.interval = interval
        self.now = now
        self.report = report
        self.read = read
        state = Mutex(State(path: paths.first ?? ""))
    }

    /// What is known now; has the files looked at if the last look is too old.
    ///
    /// It waits for nothing.
    package var current: Known {
        ask(anew: false, patience: interval).known
    }

    /// What is known of the files as they were a moment ago; has them looked at, and waits for the
    /// look, if the last one is too old.
    ///
    /// - Parameter limit: how long a look may take, at most the interval if there is content already; one
    ///   that has taken that long is not waited for.
    /// - Returns: what is known, without that look if it takes too long or the task is cancelled.
    package func recent(within limit: Duration) async -> Known {
        let (known, look) = ask(anew: false, patience: limit)
        guard let look else { return known }
        return await result(of: look, within: known.content == nil ? limit : min(limit, interval))
    }

    /// What a look finds that begins from now on; the limit is that of ``recent(within:)``.
    package func look(within limit: Duration) async -> Known {
        let (known, look) = ask(anew: true, patience: limit)
        guard let look else { return known }
        return await result(of: look, within: limit)
    }

    /// Asks for a look, and tells what is known, and which look to wait for to know more; nil if the
    /// last is good enough.
    private func ask(anew: Bool, patience: Duration) -> (known: Known, look: Int?) {
        let now = now()
        let ((known, isNews), look, needsThread) = state.withLock { state in
            let isEnough =
                !anew && !state.isLooking && state.endedAt.map { now - $0 < interval } == true
            if isEnough { return ((state.known, false), nil as Int?, false) }
            let needsThread = !state.isLooking
            let look = anew || needsThread ? state.begun + 1 : state.begun
            state.wanted = max(state.wanted, look)
            if needsThread { state.begin(at: now) }
            return (state.known(at: now, patience: patience), look, needsThread)
        }
        if needsThread { start() }
        if isNews { report(known) }
        return (known, look)
    }

    private func result(of look: Int, within limit: Duration) async -> Known {
        let elapsed = state.withLock { $0.begunAt }.map { self.now() - $0 } ?? .zero
        if elapsed < limit {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await self.end(of: look) }
                // By the real clock: a call of the kernel is waited for, and no test can wind that one.
                // Cancelled, it ends early as the look's wait does: both mean that nobody waits any more.
                group.addTask { try? await Task.sleep(for: limit - elapsed) }
                await group.next()
                group.cancelAll()
            }
        }
        let now = self.now()
        let isCancelled = Task.isCancelled
        let (known, isNews) = state.withLock { state in
            state.known(at: now, patience: state.ended < look && !isCancelled ? .zero : limit)
        }
        if isNews { report(known) }
        return known
    }

    /// Waits until a look has ended or the task is cancelled.
    private func end(of look: Int) async {
        let (stream, ended) = AsyncStream.makeStream(of: Never.self)
        state.withLock { state in
            if state.isLooking, state.ended < look {
                state.waiters.append((look, ended))
            } else {
                ended.finish()
            }
        }
        for await _ in stream {}
    }

    private func start() {
        do throws(SystemError) {
            try NamedThread.start("files") { [self] in while look() {} }
        } catch {
            // Without a thread there is no look; the next one is tried when it is due.
            _ = end { $0.wanted = $0.begun }
        }
    }

    /// Looks once, on the thread; false if that was the last look asked for.
    private func look() -> Bool {
        let (known, knownStamps) = state.withLock { ($0.known, $0.stamps) }
        let stamps = paths.map { path in
            state.withLock { $0.path = path }
            return try? FileStamp(path: path)
        }
        if stamps == knownStamps { return end() }
        do throws(Problem) {
            let content = try read(known.content)
            let isFresh = stamps.contains { $0?.isFresh == true }
            let isOther = content != known.content
            if isOther || known.problem != nil { report(Known(content: content)) }
            return end { state in
                // What is equal stays the very same, which is compared at once.
                if isOther { state.content = content }
                state.problem = nil
                state.stamps = isFresh ? nil : stamps
            }
        } catch {
            if error != known.problem { report(Known(content: known.content, problem: error)) }
            return end { state in
                state.problem = error
                state.stamps = nil
            }
        }
    }

    /// Notes what a look found, and wakes up who waits for it; begins the next if one is asked for.
    private func end(_ note: (inout State) -> Void = { _ in }) -> Bool {
        let now = now()
        let (waiters, goesOn) = state.withLock { state in
            note(&state)
            state.ended = state.begun
            state.endedAt = now
            state.isLooking = false
            let goesOn = state.wanted > state.ended
            let done = state.waiters.partition { !goesOn || $0.look <= state.ended }
            defer { state.waiters.removeSubrange(done...) }
            if goesOn { state.begin(at: now) }
            return (Array(state.waiters[done...]), goesOn)
        }
        for waiter in waiters { waiter.ended.finish() }
        return goesOn
    }
}

extension FileWatch.Known where Problem == FileProblem {
    /// Why the files cannot be used, or are not known to be as they were.
    package var trouble: FileProblem? {
        silentPath.map { FileProblem(path: $0, reason: "the file system does not answer") }
            ?? problem
    }
}
