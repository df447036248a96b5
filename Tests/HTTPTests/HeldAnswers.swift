import Dispatch
import HTTP
import Synchronization

/// A handler whose answers the test gives, from a thread of its own.
final class HeldAnswers: HTTPHandler {
    private let held = Mutex<[@Sendable (HTTPResponse) -> Void]>([])
    private let arrived = DispatchSemaphore(value: 0)

    func handle(_ request: HTTPRequest, answer: @escaping @Sendable (HTTPResponse) -> Void) {
        guard request.path == "/held" else { return answer(.text(200, "up")) }
        held.withLock { $0.append(answer) }
        arrived.signal()
    }

    /// Waits for a request, and takes the way to answer it.
    func next() -> @Sendable (HTTPResponse) -> Void {
        arrived.wait()
        return held.withLock { $0.removeFirst() }
    }
}
