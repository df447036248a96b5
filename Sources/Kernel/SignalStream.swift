@unsafe @preconcurrency import Dispatch
import Glibc
import Synchronization

/// The signals that end or reload a program: from ``hold()`` on none of them is lost, and none does
/// what it does by default.
///
/// Their handler writes the number into a pipe, which ``stream()`` reads. Blocked by a mask they would
/// not be safe: libdispatch's main thread waits in `sigsuspend`, which lets them through.
package enum SignalStream {
    private static let numbers = [SIGHUP, SIGINT, SIGTERM]
    /// Where the handler writes and the stream reads; -1 before ``hold()``.
    private static let sending = Atomic<Int32>(-1)
    private static let receiving = Atomic<Int32>(-1)
    /// True while there is nothing yet that could be finished before the end.
    private static let endsAtOnce = Atomic(false)

    /// Takes the signals from now on; to be called once, as early as can be.
    package static func hold() {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { return }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        receiving.store(ends[0], ordering: .sequentiallyConsistent)
        sending.store(ends[1], ordering: .sequentiallyConsistent)
        var action = sigaction()
        unsafe action.__sigaction_handler.sa_handler = { number in
            if number != SIGHUP, SignalStream.endsAtOnce.load(ordering: .sequentiallyConsistent) {
                _exit(0)
            }
            let error = errno
            var byte = UInt8(truncatingIfNeeded: number)
            unsafe _ = write(SignalStream.sending.load(ordering: .sequentiallyConsistent), &byte, 1)
            errno = error
        }
        // An interrupted call goes on: nobody here waits for a signal.
        action.sa_flags = SA_RESTART
        for number in numbers { unsafe sigaction(number, &action, nil) }
    }

    /// Lets what ends a program end this one with 0 at once, as there is nothing to finish yet, even
    /// while it waits for a file; a reload that is asked for is kept for the stream.
    package static func endAtOnce() {
        endsAtOnce.store(true, ordering: .sequentiallyConsistent)
        let held = take()
        if held.contains(where: { $0 != SIGHUP }) { _exit(0) }
        for number in held { kill(getpid(), number) }
    }

    /// Gives the signals back their default action, which those that came meanwhile have at once.
    package static func release() {
        for number in numbers { signal(number, SIG_DFL) }
        for number in take() { raise(number) }
    }

    /// The signals in the order in which they came and come.
    package static func stream() -> AsyncStream<Int32> {
        let pipe = receiving.load(ordering: .sequentiallyConsistent)
        endsAtOnce.store(false, ordering: .sequentiallyConsistent)
        return AsyncStream { continuation in
            guard pipe >= 0 else { return }
            let source = DispatchSource.makeReadSource(fileDescriptor: pipe, queue: .global())
            source.setEventHandler { take().forEach { continuation.yield($0) } }
            source.resume()
            continuation.onTermination = { _ in source.cancel() }
        }
    }

    /// Takes out of the pipe what is in it.
    private static func take() -> [Int32] {
        var bytes = [UInt8](repeating: 0, count: 64)
        let pipe = receiving.load(ordering: .sequentiallyConsistent)
        let count = unsafe read(pipe, &bytes, bytes.count)
        return bytes.prefix(max(0, count)).map(Int32.init)
    }
}
