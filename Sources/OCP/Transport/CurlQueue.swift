import CLibcurl
import Synchronization

/// Hands jobs to libcurl's thread.
final class CurlQueue: Sendable {
    /// What the thread has to look at.
    struct Work: Sendable {
        var jobs: [CurlJob] = []
        var cancelled: [UInt64] = []
        var isStopping = false

        /// True if the thread has been woken up for this already, or will look anyway.
        var isPending: Bool { !jobs.isEmpty || !cancelled.isEmpty }
    }

    private struct State {
        var work = Work()
        var lastID: UInt64 = 0
        var isClosed = false
        /// The address of the multi handle while its thread runs, else 0.
        ///
        /// A number, because a pointer may not be shared: of all of libcurl's functions only
        /// `curl_multi_wakeup` may be called from other threads, and only ``wake()`` does.
        var multiAddress: UInt = 0

        func wake() {
            guard multiAddress != 0 else { return }
            unsafe curl_multi_wakeup(UnsafeMutableRawPointer(bitPattern: multiAddress))
        }
    }

    private let state = Mutex(State())

    /// A number for the next job.
    func nextID() -> UInt64 {
        state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
    }

    /// Hands over a job; false if the thread has ended.
    func submit(_ job: CurlJob) -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            if !state.work.isPending { state.wake() }
            state.work.jobs.append(job)
            return true
        }
    }

    /// Asks to end a job; one that has ended already stays as it is.
    func cancel(_ id: UInt64) {
        state.withLock { state in
            guard !state.isClosed else { return }
            if !state.work.isPending { state.wake() }
            state.work.cancelled.append(id)
        }
    }

    /// Asks the thread to end.
    func stop() {
        state.withLock { state in
            state.work.isStopping = true
            state.wake()
        }
    }

    /// Says where the multi handle is, from the thread that runs it.
    func open(multiAddress: UInt) {
        state.withLock { $0.multiAddress = multiAddress }
    }

    /// Takes no more jobs; gives those that nobody will do.
    func close() -> [CurlJob] {
        state.withLock { state in
            state.isClosed = true
            state.multiAddress = 0
            defer { state.work = Work(isStopping: true) }
            return state.work.jobs
        }
    }

    /// Takes what there is to do.
    func take() -> Work {
        state.withLock { state in
            defer { state.work = Work(isStopping: state.work.isStopping) }
            return state.work
        }
    }
}
