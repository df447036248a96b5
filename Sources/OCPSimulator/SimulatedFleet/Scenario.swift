/// What happens to a cluster over simulated time.
package final class Scenario: Sendable {
    /// The name, as `--scenario` takes it.
    package let name: String
    /// One line for `--help`.
    package let summary: String
    /// When the cluster is in the list.
    let presence: Presence
    /// True if the cluster is the standby of the one before it.
    let isStandby: Bool
    /// True for OceanBase 4 and later.
    let isBackedUpByTenant: Bool
    /// What goes wrong with asking for the overview.
    let fault: Fault?
    /// What makes the state differ from a calm one.
    let change: @Sendable (inout BackupState) -> Void
    /// What makes the state of a user tenant of OceanBase 4 differ from a calm one.
    let changeTenant: @Sendable (inout TenantState) -> Void

    /// When a cluster is in the list, in simulated time.
    enum Presence: Sendable {
        case always
        /// Enters after a span.
        case from(Int64)
        /// In the list for a span, then out of it for as long, and so on.
        case alternating(Int64)

        func isPresent(_ elapsed: Int64) -> Bool {
            switch self {
            case .always: true
            case .from(let span): elapsed >= span
            case .alternating(let span): elapsed / span % 2 == 0
            }
        }
    }

    /// Makes a scenario that differs from `healthy` by what is given.
    init(
        _ name: String,
        _ summary: String,
        presence: Presence = .always,
        isStandby: Bool = false,
        isBackedUpByTenant: Bool = false,
        fault: Fault? = nil,
        change: @escaping @Sendable (inout BackupState) -> Void = { _ in },
        changeTenant: @escaping @Sendable (inout TenantState) -> Void = { _ in }
    ) {
        self.name = name
        self.summary = summary
        self.presence = presence
        self.isStandby = isStandby
        self.isBackedUpByTenant = isBackedUpByTenant
        self.fault = fault
        self.change = change
        self.changeTenant = changeTenant
    }

    /// The scenario of a name.
    package static func named(_ name: String) -> Scenario? {
        byName[name]
    }

    /// All scenarios, in the order of `--help`: states first, then those of tenants, faults last.
    package static let all = states + tenants + faults

    private static let byName = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }
}
