import CEpoll
import Glibc

/// A thread with a name, for work that waits in the kernel and so must not hold a thread that
/// others count on.
enum LoopThread {
    private final class Body {
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
    static func start(
        name: String,
        _ body: @escaping @Sendable () -> Void
    ) throws(SystemError) {
        let box = Unmanaged.passRetained(Body(name: name, run: body))
        var thread = pthread_t()
        let result = pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument else { return nil }
                let body = Unmanaged<Body>.fromOpaque(argument).takeRetainedValue()
                pthread_setname_np(pthread_self(), body.name)
                // OpenSSL writes to sockets without MSG_NOSIGNAL; blocked here, the signal that a
                // vanished client causes is never delivered to anybody.
                var signals = sigset_t()
                sigaddset(&signals, SIGPIPE)
                pthread_sigmask(SIG_BLOCK, &signals, nil)
                body.run()
                return nil
            },
            box.toOpaque()
        )
        guard result == 0 else {
            box.release()
            throw SystemError(code: result)
        }
        pthread_detach(thread)
    }
}
