import HTTP
import Synchronization

/// Lets a TLS server report to an object that is made of it.
final class TLSReportLatch: Sendable {
    private let target = Mutex<TLSServer.Report?>(nil)

    /// What the TLS server calls.
    var report: TLSServer.Report {
        { [self] line, isGood in
            let target = target.withLock { $0 }
            target?(line, isGood)
        }
    }

    /// Names who wants to know.
    func connect(_ report: @escaping TLSServer.Report) {
        target.withLock { $0 = report }
    }
}
