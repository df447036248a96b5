import Glibc
import Kernel
import Synchronization

/// An HTTP/1.1 server: one thread, any number of addresses.
///
/// It is made, started (so that it is known where it listens) and run, each once.
package final class HTTPServer: Sendable {
    private struct State {
        var isStarted = false
        /// What ``run()`` takes.
        var ready: (parts: EventLoop.Parts, listeners: [Listener])?
        var bound: [ListenAddress] = []
        var mailbox: LoopMailbox?
    }

    private let addresses: [ListenAddress]
    private let limits: HTTPLimits
    private let handler: any HTTPHandler
    private let tls: TLSServer?
    private let log: (@Sendable (String) -> Void)?
    private let counter: StatisticsCounter
    private let state = Mutex(State())

    /// Makes a server that does nothing yet.
    ///
    /// - Parameters:
    ///   - addresses: where to listen.
    ///   - limits: what clients may cost.
    ///   - handler: answers every request that is well formed.
    ///   - tls: speaks TLS on every address, if there is one.
    ///   - statistics: counts what clients do.
    ///   - log: takes lines for an operator; called on the event loop, so it must not block.
    package init(
        addresses: [ListenAddress],
        limits: HTTPLimits = HTTPLimits(),
        handler: any HTTPHandler,
        tls: TLSServer? = nil,
        statistics: StatisticsCounter = StatisticsCounter(),
        log: (@Sendable (String) -> Void)? = nil
    ) {
        self.addresses = addresses
        self.limits = limits
        self.handler = handler
        self.tls = tls
        counter = statistics
        self.log = log
    }

    /// Counts of now.
    package var statistics: HTTPStatistics { counter.snapshot }

    /// Where the server listens, with the ports that the kernel chose; empty before ``start()``.
    package var boundAddresses: [ListenAddress] { state.withLock(\.bound) }

    /// Binds and listens on every address; from then on clients can connect, and wait for ``run()``.
    ///
    /// - Throws: ``HTTPServerError`` that names the address and the reason.
    package func start() throws {
        guard !state.withLock(\.isStarted) else { throw HTTPServerError.alreadyStarted }
        let listeners = try addresses.map { address in try Listener(address) }
        let box: LoopMailbox
        do throws(SystemError) {
            box = try LoopMailbox(LoopMail())
        } catch {
            throw HTTPServerError.noEventLoop(reason: error.description)
        }
        let parts = EventLoop.Parts(
            limits: affordable(limits),
            handler: handler,
            mailbox: box,
            statistics: counter,
            tls: tls,
            log: log
        )
        state.withLock { state in
            state = State(
                isStarted: true,
                ready: (parts, listeners),
                bound: listeners.map(\.address),
                mailbox: box
            )
        }
    }

    /// Serves until the task is cancelled; then stops accepting, finishes what is being sent (see
    /// ``HTTPLimits/drainTime``) and returns.
    ///
    /// - Throws: ``HTTPServerError``; it calls ``start()`` if nobody did.
    package func run() async throws {
        if !state.withLock(\.isStarted) { try start() }
        let ready = state.withLock { state in
            defer { state.ready = nil }
            return state.ready
        }
        guard let (parts, listeners) = ready else { throw HTTPServerError.alreadyStarted }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                do throws(SystemError) {
                    try NamedThread.start("http") {
                        continuation.resume(with: Self.loop(parts, listeners))
                    }
                } catch {
                    continuation.resume(
                        throwing: HTTPServerError.noEventLoop(reason: error.description)
                    )
                }
            }
        } onCancel: {
            parts.mailbox.post { $0.stops = true }
        }
    }

    /// Calls a closure on the event loop: a sign that the loop is alive, for a watchdog.
    ///
    /// Before ``start()`` it is never called.
    package func probe(_ body: @escaping @Sendable () -> Void) {
        state.withLock(\.mailbox)?.post { $0.probes.append(body) }
    }

    private static func loop(
        _ parts: EventLoop.Parts,
        _ listeners: [Listener]
    ) -> Result<Void, any Error> {
        do throws(SystemError) {
            try EventLoop(parts: parts, listeners: listeners).run()
            return .success(())
        } catch {
            return .failure(HTTPServerError.noEventLoop(reason: error.description))
        }
    }

    /// Lowers the number of connections to what the limit of descriptors leaves, with a warning.
    private func affordable(_ limits: HTTPLimits) -> HTTPLimits {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return limits
        }
        let most = Int(clamping: limit.rlim_cur)
        let room = max(1, most / 4, most - Self.otherDescriptors)
        guard limits.maxConnections > room else { return limits }
        log?(
            "at most \(room) connections instead of \(limits.maxConnections): the limit of open "
                + "files is \(most)"
        )
        var limits = limits
        limits.maxConnections = room
        return limits
    }

    /// What the rest of the process may need: files, connections to other servers, and Dispatch,
    /// which on Linux opens files in `/proc` now and then and ends the process when it cannot.
    private static let otherDescriptors = 64
}
