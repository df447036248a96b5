import CLibcurl
import Glibc

/// Runs all transfers of a process on one thread, with one multi handle.
///
/// It is made and lives on that thread; other threads reach it only through its queue.
@safe struct CurlLoop {
    /// The most connections that are kept open, idle ones included.
    private static let connectionLimit = 256
    /// The most easy handles that are kept for later.
    private static let idleLimit = 64

    private let queue: CurlQueue
    private let multi: UnsafeMutableRawPointer
    private var active: [UInt64: CurlTransfer] = [:]
    private var idle: [CurlTransfer] = []

    private init?(_ queue: CurlQueue) {
        guard let multi = unsafe curl_multi_init() else { return nil }
        self.queue = queue
        unsafe self.multi = multi
        unsafe obe_multi_setopt_long(multi, CURLMOPT_MAXCONNECTS, Self.connectionLimit)
        unsafe obe_multi_setopt_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_NOTHING))
    }

    /// Starts a thread that serves a queue until the queue is stopped.
    ///
    /// - Returns: false if the system has no thread to give.
    static func start(_ queue: CurlQueue) -> Bool {
        var thread = pthread_t()
        let argument = unsafe Unmanaged.passRetained(queue).toOpaque()
        let failure = unsafe pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                CurlLoop.serve(unsafe Unmanaged<CurlQueue>.fromOpaque(argument).takeRetainedValue())
                return nil
            },
            argument
        )
        guard failure == 0 else {
            unsafe Unmanaged<CurlQueue>.fromOpaque(argument).release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    private static func serve(_ queue: CurlQueue) {
        // Signals are for the main thread; SIGPIPE, which libcurl does not suppress when it is told
        // to leave signals alone, for nobody.
        var signals = sigset_t()
        unsafe sigfillset(&signals)
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
        if var loop = CurlLoop(queue) { loop.run() }
        for job in queue.close() { job.continuation.resume(throwing: CancellationError()) }
    }

    private mutating func run() {
        queue.open(multiAddress: UInt(bitPattern: unsafe multi))
        while true {
            let work = queue.take()
            for job in work.jobs { start(job) }
            for id in work.cancelled { cancel(id) }
            guard !work.isStopping else { break }
            var running: Int32 = 0
            unsafe curl_multi_perform(multi, &running)
            finishEnded()
            // libcurl shortens the wait to its own next deadline; a wake-up is never lost.
            unsafe curl_multi_poll(multi, nil, 0, 60_000, nil)
        }
        for id in Array(active.keys) { cancel(id) }
        for job in queue.close() { job.continuation.resume(throwing: CancellationError()) }
        idle = []
        unsafe curl_multi_cleanup(multi)
    }

    private mutating func start(_ job: CurlJob) {
        guard let transfer = idle.popLast() ?? CurlTransfer() else {
            job.continuation.resume(
                throwing: OCPError(reason: .connect, message: "there is no memory for a transfer")
            )
            return
        }
        transfer.prepare(job)
        active[job.id] = transfer
        unsafe curl_multi_add_handle(multi, transfer.easy)
    }

    private mutating func cancel(_ id: UInt64) {
        guard let transfer = active.removeValue(forKey: id) else { return }
        let continuation = transfer.job?.continuation
        release(transfer)
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
            let outcome = transfer.outcome(code)
            active[job.id] = nil
            release(transfer)
            job.continuation.resume(returning: outcome)
        }
    }

    private mutating func release(_ transfer: CurlTransfer) {
        unsafe curl_multi_remove_handle(multi, transfer.easy)
        transfer.clear()
        if idle.count < Self.idleLimit { idle.append(transfer) }
    }
}
