import Glibc

/// Runs a body that blocks, on a thread of its own.
///
/// Not on a queue: all queues share the threads on which the other tests' tasks run.
package func onThread<Success: Sendable>(
    _ body: @escaping @Sendable () throws -> Success
) async throws -> Success {
    try await withCheckedThrowingContinuation { continuation in
        do {
            try startThread { continuation.resume(with: Result(catching: body)) }
        } catch {
            continuation.resume(throwing: error)
        }
    }
}

/// Starts a thread that nobody waits for.
///
/// - Throws: `CommandFailure`.
func startThread(_ body: @escaping @Sendable () -> Void) throws {
    let work = Work(body)
    var thread = pthread_t()
    let code = pthread_create(
        &thread,
        nil,
        { work in
            if let work { Unmanaged<Work>.fromOpaque(work).takeRetainedValue().run() }
            return nil
        },
        Unmanaged.passRetained(work).toOpaque()
    )
    guard code == 0 else {
        Unmanaged.passUnretained(work).release()
        throw CommandFailure(call: "pthread_create", code: code)
    }
    pthread_detach(thread)
}

/// What a thread shall do.
private final class Work: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}
