import CEpoll
import Glibc
import Synchronization

/// Hands jobs to libcurl's thread, and runs tasks on it.
///
/// A task that prefers this executor goes on where its answer came, and its next request starts
/// there too: no other thread is woken up for either. What is in such a task must be short.
final class CurlQueue: TaskExecutor {
    /// What the thread has to look at.
    struct Work: Sendable {
        var jobs: [CurlJob] = []
        var cancelled: [UInt64] = []
        var isStopping = false
    }

    private struct State {
        var tasks: [UnownedJob] = []
        var work = Work()
        var lastID: UInt64 = 0
        var isClosed = false
        /// True while the thread waits, so that it has to be woken up.
        var isAsleep = false

        var hasWork: Bool {
            !tasks.isEmpty || !work.jobs.isEmpty || !work.cancelled.isEmpty || work.isStopping
        }
    }

    private let state = Mutex(State())

    /// An event counter that is readable when the thread is to wake up; negative if the system has
    /// no descriptor to give.
    let bell: Int32 = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))

    deinit {
        if bell >= 0 { Glibc.close(bell) }
    }

    /// A number for the next job.
    func nextID() -> UInt64 {
        state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
    }

    /// Hands over a job; false if the thread has ended.
    func submit(_ job: CurlJob) -> Bool {
        post { $0.work.jobs.append(job) }
    }

    /// Asks to end a job; one that has ended already stays as it is.
    func cancel(_ id: UInt64) {
        _ = post { $0.work.cancelled.append(id) }
    }

    /// Asks the thread to end.
    func stop() {
        _ = post { $0.work.isStopping = true }
    }

    /// Runs a piece of a task on the thread; elsewhere if the thread has ended.
    func enqueue(_ job: consuming ExecutorJob) {
        let task = UnownedJob(job)
        guard !post({ $0.tasks.append(task) }) else { return }
        globalConcurrentExecutor.enqueue(task)
    }

    /// Takes the pieces of tasks to run.
    func takeTasks() -> [UnownedJob] {
        state.withLock { state in
            guard !state.tasks.isEmpty else { return [] }
            defer { state.tasks = [] }
            return state.tasks
        }
    }

    /// Takes what else there is to do.
    func takeWork() -> Work {
        state.withLock { state in
            defer { state.work = Work(isStopping: state.work.isStopping) }
            return state.work
        }
    }

    /// Tells whether the thread may wait; from then on it is woken up.
    func fallsAsleep() -> Bool {
        state.withLock { state in
            state.isAsleep = !state.hasWork
            return state.isAsleep
        }
    }

    /// Takes note that the thread is awake.
    func wakesUp() {
        state.withLock { $0.isAsleep = false }
    }

    /// Takes nothing any more; gives the jobs that nobody will do.
    func close() -> [CurlJob] {
        let (jobs, tasks) = state.withLock { state in
            state.isClosed = true
            defer {
                state.work = Work(isStopping: true)
                state.tasks = []
            }
            return (state.work.jobs, state.tasks)
        }
        for task in tasks { globalConcurrentExecutor.enqueue(task) }
        return jobs
    }

    /// Changes what there is to do, and wakes up the thread; false if that has ended.
    private func post(_ change: (inout State) -> Void) -> Bool {
        let (isTaken, wasAsleep) = state.withLock { state in
            guard !state.isClosed else { return (false, false) }
            change(&state)
            defer { state.isAsleep = false }
            return (true, state.isAsleep)
        }
        if wasAsleep {
            var one: UInt64 = 1
            unsafe _ = write(bell, &one, 8)
        }
        return isTaken
    }
}
