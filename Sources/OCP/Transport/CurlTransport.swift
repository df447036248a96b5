import CLibcurl
import Kernel

/// Sends requests with libcurl: all of them on one thread that this object owns.
///
/// Connections are kept alive and shared by all that have the same settings. There are no cookies,
/// no redirects, no `.netrc`, and no proxies from the environment. What an answer means is worked
/// out by the task that waits for it.
package final class CurlTransport: Transport {
    /// What its thread does; nil if the system has no thread or descriptor to give.
    private let queue: CurlQueue?
    private let files: TLSFileCache

    /// Starts the thread.
    ///
    /// - Parameter warn: is told in one line when a certificate's file was rewritten with something
    ///   that cannot be used, or does not answer, and what was there before is used on.
    package convenience init(warn: @escaping @Sendable (String) -> Void = { _ in }) {
        unsafe self.init(now: { .now }, warn: warn)
    }

    /// Starts the thread, with a clock for the files and a way to give libcurl a handle.
    init(
        now: @escaping @Sendable () -> ContinuousClock.Instant,
        adding: @escaping CurlLoop.Adding = { unsafe curl_multi_add_handle($0, $1) },
        warn: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        queue = try? unsafe Self.startThread(adding)
        files = TLSFileCache(now: now, warn: warn)
    }

    deinit {
        queue?.stop()
    }

    private static func startThread(
        _ adding: @escaping CurlLoop.Adding
    ) throws(SystemError) -> CurlQueue {
        let queue = try CurlQueue()
        try NamedThread.start("curl") { unsafe CurlLoop.serve(queue, adding: adding) }
        return queue
    }

    package var executor: (any TaskExecutor)? { queue }

    package func send(_ request: TransportRequest) async throws -> TransportResponse {
        let outcome = try await run(request, isProbe: false)
        if let error = outcome.failure(of: request.settings) { throw error }
        return TransportResponse(
            status: outcome.status,
            headers: outcome.headers,
            body: outcome.body
        )
    }

    /// Has libcurl's thread do something, and waits for it.
    func run(_ request: TransportRequest, isProbe: Bool) async throws -> CurlOutcome {
        guard let queue else { throw CurlLoop.failure }
        if let name = request.settings.tls.serverName {
            do throws(SettingProblem) {
                _ = try TLSSettings.checkedServerName(name)
            } catch {
                throw OCPError(reason: .tls, message: "the server name \(error)")
            }
        }
        let files = try await self.files.files(of: request.settings)
        let id = queue.nextID()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let job = CurlJob(
                    id: id,
                    request: request,
                    files: files,
                    isProbe: isProbe,
                    continuation: continuation
                )
                guard !queue.submit(job) else { return }
                continuation.resume(
                    throwing: Task.isCancelled ? CancellationError() : CurlLoop.failure
                )
            }
        } onCancel: {
            queue.cancel(id)
        }
    }
}
