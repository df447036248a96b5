@unsafe @preconcurrency import Dispatch
import Glibc

/// Signals of the process as a sequence.
package enum SignalStream {
    /// Delivers the signals from now on; the default action of each no longer happens.
    ///
    /// - Parameter signals: numbers such as `SIGTERM`.
    /// - Returns: the signals in the order in which they come.
    package static func make(_ signals: [Int32]) -> AsyncStream<Int32> {
        AsyncStream { continuation in
            let sources = signals.map { number in
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
                source.setEventHandler { continuation.yield(number) }
                source.resume()
                return source
            }
            continuation.onTermination = { _ in sources.forEach { $0.cancel() } }
        }
    }
}
