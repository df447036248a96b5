import OCP

extension TaskAnswer {
    /// The enums that are served of it: the field, its value, and the states that are known.
    var states: [(field: String, value: String, known: [String])] {
        switch self {
        case .tenants(let tenants):
            tenants.flatMap { tenant in
                [
                    tenant.status.map { ("status", $0, TenantTable.statuses.all) },
                    tenant.role.map { ("role", $0, TenantTable.roles.all) },
                ].compactMap(\.self)
            }
        case .logBackups(let rows):
            rows.all.compactMap { backups in
                backups.current?.status.map { ("status", $0, LogBackupTable.statuses.all) }
            }
        case .dataBackups(let rows):
            rows.all.compactMap { backups in
                backups.newest?.status.map { ("status", $0, DataBackupTable.statuses.all) }
            }
        case .strategy, .restores: []
        }
    }
}

extension TaskRows {
    /// What all rows come to, of whomever they are.
    fileprivate var all: [Summary] { [own] + tenants.values }
}
