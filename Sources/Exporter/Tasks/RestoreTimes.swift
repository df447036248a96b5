import OCP

/// Whose backup was restored, as far as a row says.
struct Restored: Hashable, Sendable {
    /// OCP's own id of the cluster.
    var cluster: Int64
    var tenant: TaskTenant
    /// Where no id of a tenant is sent.
    var tenantName: String?
}

/// When restores of a backup ended last, in seconds since 1970.
struct RestoreTimes: Sendable, Equatable {
    var lastSuccess: Double?
    var lastFailure: Double?

    /// How long restores count, in seconds: drills are rare.
    static let lookBack = 400 * 86_400.0

    /// The later ones of both.
    func merged(_ other: RestoreTimes) -> RestoreTimes {
        func later(_ one: Double?, _ two: Double?) -> Double? {
            [one, two].compactMap(\.self).max()
        }
        return RestoreTimes(
            lastSuccess: later(lastSuccess, other.lastSuccess),
            lastFailure: later(lastFailure, other.lastFailure)
        )
    }

    /// Sorts rows by whose backup was restored.
    ///
    /// - Parameters:
    ///   - rows: in any order.
    ///   - cluster: the cluster that was asked: the backed-up one where a row names none.
    ///   - start: what ended before does not count.
    /// - Returns: the times; rows that have not ended count as neither.
    static func all(
        _ rows: [RestoreTask],
        askedOf cluster: Int64,
        since start: Double
    ) -> [Restored: RestoreTimes] {
        rows.reduce(into: [:]) { all, row in
            guard let time = row.finishTime, time >= start, let isSuccess = row.isSuccess else {
                return
            }
            let key = Restored(
                cluster: row.backupClusterId ?? cluster,
                tenant: row.tenant,
                tenantName: row.tenant.isNamed ? nil : row.backupTenantName
            )
            let new = RestoreTimes(
                lastSuccess: isSuccess ? time : nil,
                lastFailure: isSuccess ? nil : time
            )
            all[key] = all[key]?.merged(new) ?? new
        }
    }
}
