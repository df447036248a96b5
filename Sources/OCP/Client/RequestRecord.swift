/// What is asked of OCP: the values of the label `api`.
package enum API: String, CaseIterable, Sendable {
    /// `GET /api/v2/ob/clusters`.
    case clusters
    /// `GET /api/v2/ob/clusters/{id}/backup/overview`.
    case overview
    /// `GET /api/v2/ob/tenants`.
    case tenants
    /// `GET /api/v2/ob/clusters/{id}[/tenants/{id}]/backup/task/logBackupTasks`.
    case logBackups = "log_backups"
    /// `GET /api/v2/ob/clusters/{id}[/tenants/{id}]/backup/task/dataBackupTasks`.
    case dataBackups = "data_backups"
    /// `GET /api/v2/ob/clusters/{id}[/tenants/{id}]/backup/config/backupStrategy`.
    case strategies
    /// `GET /api/v2/ob/clusters/{id}/backup/task/restoreTasks`.
    case restores
    /// `GET /api/v2/info`.
    case info
    /// `GET /api/v2/time`.
    case time

    /// Whether answers may hold secrets that are not ours and that no redactor knows: a strategy has the
    /// keys of the backup's storage.
    var mayHoldForeignSecrets: Bool { self == .strategies }
}

/// One HTTP request that ended, for counting.
package struct RequestRecord: Sendable {
    /// What was asked.
    package var api: API
    /// How long it took until the answer was there, in seconds; nil for a failure of answers that were
    /// counted before.
    package var duration: Double?
    /// Why it failed, if it did.
    package var failure: OCPError?
    /// What OCP said of the account's quota, if it did.
    package var rateLimit: RateLimit?
}

/// The fields `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset` of an answer.
package struct RateLimit: Sendable, Equatable {
    /// Requests that the account may make in a window.
    package var limit: Double?
    /// How many of them are left.
    package var remaining: Double?
    /// Seconds until the window begins anew.
    package var reset: Double?

}

extension RateLimit {
    /// Reads the fields; nil if there is none of use.
    init?(_ headers: [HeaderField]) {
        limit = Self.number(headers["RateLimit-Limit"])
        remaining = Self.number(headers["RateLimit-Remaining"])
        reset = Self.number(headers["RateLimit-Reset"])
        if limit == nil, remaining == nil, reset == nil { return nil }
    }

    /// Reads digits, before a comma or semicolon if there is one (`100, 100;w=60`).
    static func number(_ text: String?) -> Double? {
        guard let text else { return nil }
        let first = text.prefix { $0 != "," && $0 != ";" }
        let digits = String(first).trimmingASCIISpace()
        guard (1...15).contains(digits.utf8.count),
            digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return Double(digits)
    }
}
