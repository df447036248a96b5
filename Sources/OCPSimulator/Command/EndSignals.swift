// Dispatch does not say of its sources that they are Sendable; they are.
@unsafe @preconcurrency import Dispatch
import Glibc

/// The signals that end the program.
enum EndSignals {
    /// A stream with an element for each SIGTERM and SIGINT from now on.
    static func stream() -> AsyncStream<Void> {
        AsyncStream { continuation in
            let sources = [SIGTERM, SIGINT].map { number in
                let source = DispatchSource.makeSignalSource(signal: number)
                source.setEventHandler { continuation.yield() }
                source.activate()
                return source
            }
            continuation.onTermination = { _ in
                for source in sources { source.cancel() }
            }
        }
    }
}
