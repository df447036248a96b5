import CEpoll
import Glibc

/// A thread with a name, for work that waits in the kernel and so must not hold a thread that
/// others count on.
package enum NamedThread {
    private final class Body: Sendable {
        let name: String
        let run: @Sendable () -> Void

        init(name: String, run: @escaping @Sendable () -> Void) {
            self.name = name
            self.run = run
        }
    }

    /// Starts a thread that ends when the body returns.
    ///
    /// - Parameters:
    ///   - name: at most 15 ASCII characters; shown by `ps -T` and `top -H`.
    ///   - body: what runs on it.
    /// - Throws: the error of the kernel if it makes no thread.
    package static func start(
        _ name: String,
        _ body: @escaping @Sendable () -> Void
    ) throws(SystemError) {
        let argument = unsafe Unmanaged.passRetained(Body(name: name, run: body)).toOpaque()
        var thread = pthread_t()
        let failure = unsafe pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                let body = unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue()
                unsafe _ = pthread_setname_np(pthread_self(), body.name)
                NamedThread.blockSignals()
                body.run()
                return nil
            },
            argument
        )
        guard failure == 0 else {
            unsafe Unmanaged<Body>.fromOpaque(argument).release()
            throw SystemError(code: failure)
        }
        pthread_detach(thread)
    }

    /// Leaves signals to the main thread, and SIGPIPE, which OpenSSL and libcurl cause when the other
    /// side is gone, to nobody; what tells of a crash comes, whatever the starting thread blocks.
    private static func blockSignals() {
        var signals = sigset_t()
        unsafe sigfillset(&signals)
        for crash in [SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP] {
            unsafe sigdelset(&signals, crash)
        }
        unsafe pthread_sigmask(SIG_SETMASK, &signals, nil)
    }
}
