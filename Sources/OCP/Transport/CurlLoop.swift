import CLibcurl
import Kernel

/// Runs all transfers of a process on one thread, with one multi handle.
///
/// It is made and lives on that thread; other threads reach it only through its queue.
@safe struct CurlLoop {
    /// The most connections that are kept open, busy ones included: above what may be in flight for
    /// one OCP, or those that have just been used would be closed and made anew all the time.
    private static let connectionLimit = 2_048
    /// The most easy handles that are kept for later while nothing is in flight; they take some 20 KB
    /// each.
    private static let idleLimit = 16

    /// Gives a handle to libcurl; tests have it refused.
    typealias Adding =
        @Sendable (_ multi: UnsafeMutableRawPointer, _ easy: UnsafeMutableRawPointer) -> CURLMcode

    private let queue: CurlQueue
    private let addHandle: Adding
    private let multi: UnsafeMutableRawPointer
    private let sockets: CurlSockets
    private var active: [UInt64: CurlTransfer] = [:]
    private var idle: [CurlTransfer] = []
    private var silences = Silences()

    private init?(_ queue: CurlQueue, _ addHandle: @escaping Adding) {
        guard let multi = unsafe curl_multi_init() else { return nil }
        guard let sockets = try? unsafe CurlSockets(multi, queue.mailbox) else {
            unsafe curl_multi_cleanup(multi)
            return nil
        }
        self.queue = queue
        unsafe self.addHandle = addHandle
        self.sockets = sockets
        unsafe self.multi = multi
        unsafe obe_multi_setopt_long(multi, CURLMOPT_MAXCONNECTS, Self.connectionLimit)
        unsafe obe_multi_setopt_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_NOTHING))
    }

    /// Serves a queue until the queue is stopped; the thread belongs to it.
    static func serve(_ queue: CurlQueue, adding: @escaping Adding) {
        if isLibraryReady, var loop = unsafe CurlLoop(queue, adding) { loop.run() }
        for job in queue.close() { job.continuation.resume(throwing: failure) }
    }

    /// Sets libcurl and OpenSSL up, once; on this thread, for the start of the process need not wait.
    private static let isLibraryReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// What comes of requests that nobody can send.
    static let failure = OCPError(
        reason: .connect,
        message: "libcurl or its thread did not start"
    )

    private mutating func run() {
        let executor = unsafe queue.asUnownedTaskExecutor()
        while true {
            // What they submit is among the jobs already.
            for task in queue.takeTasks() { unsafe task.runSynchronously(on: executor) }
            let work = queue.takeWork()
            for job in work.jobs { start(job) }
            for id in work.cancelled { cancel(id) }
            guard !work.isStopping else { break }
            sockets.attendToDeadline()
            finishEnded()
            let isIdle = queue.fallsAsleep()
            if isIdle, active.isEmpty, idle.count > Self.idleLimit {
                idle.removeLast(idle.count - Self.idleLimit)
            }
            sockets.attend(isIdle: isIdle)
            queue.mailbox.wake()
            finishEnded()
        }
        for id in Array(active.keys) { cancel(id) }
        for job in queue.close() { job.continuation.resume(throwing: CancellationError()) }
        idle = []
        unsafe curl_multi_cleanup(multi)
        // Until here libcurl calls it.
        extendLifetime(sockets)
    }

    private mutating func start(_ job: CurlJob) {
        guard let transfer = idle.popLast() ?? CurlTransfer() else {
            job.continuation.resume(
                throwing: OCPError(reason: .connect, message: "there is no memory for a transfer")
            )
            return
        }
        transfer.prepare(job, trusting: silences.trust(in: job.request.settings))
        active[job.id] = transfer
        add(transfer)
    }

    /// Has libcurl begin a transfer; if it refuses, the transfer has failed.
    private mutating func add(_ transfer: CurlTransfer) {
        let code = unsafe addHandle(multi, transfer.easy)
        guard code != CURLM_OK, let job = transfer.job else { return }
        active[job.id] = nil
        release(transfer, isReusable: false)
        let cause = unsafe curl_multi_strerror(code).map { unsafe String(cString: $0) }
        let message = "libcurl does not begin a transfer: \(cause ?? "error \(code.rawValue)")"
        job.continuation.resume(throwing: OCPError(reason: .connect, message: message))
    }

    private mutating func cancel(_ id: UInt64) {
        guard let transfer = active.removeValue(forKey: id) else { return }
        let continuation = transfer.job?.continuation
        release(transfer, isReusable: false)
        continuation?.resume(throwing: CancellationError())
    }

    private mutating func finishEnded() {
        var left: Int32 = 0
        while let message = unsafe curl_multi_info_read(multi, &left) {
            guard unsafe message.pointee.msg == CURLMSG_DONE,
                let easy = unsafe message.pointee.easy_handle
            else { continue }
            let code = unsafe message.pointee.data.result
            var context: UnsafeMutableRawPointer?
            unsafe obe_getinfo_pointer(easy, CURLINFO_PRIVATE, &context)
            guard let context = unsafe context else { continue }
            let transfer = unsafe Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
            guard let job = transfer.job else { continue }
            if transfer.isToBeRenewed(after: code) {
                unsafe curl_multi_remove_handle(multi, easy)
                transfer.renew()
                add(transfer)
                continue
            }
            let outcome = transfer.outcome(code)
            if code != CURLE_OK, outcome.reason.isSilence { silences.note(job.request.settings) }
            active[job.id] = nil
            release(transfer, isReusable: code == CURLE_OK)
            job.continuation.resume(returning: outcome)
        }
    }

    private mutating func release(_ transfer: CurlTransfer, isReusable: Bool) {
        unsafe curl_multi_remove_handle(multi, transfer.easy)
        transfer.clear(isReusable: isReusable)
        idle.append(transfer)
    }
}
