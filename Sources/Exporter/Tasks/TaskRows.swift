import OCP

/// The tenants of a cluster by the id that OceanBase gave them.
typealias TenantNames = [String: Int64]

/// Whose a row is.
enum TaskOwner: Hashable, Sendable {
    /// A tenant by OCP's own id.
    case id(Int64)
    /// A tenant that no list has named yet, by the id that OceanBase gave it.
    case obTenantId(String)

    /// Reads whose a row is: by `tenantId`, without one by `obTenantId`; nil for a whole cluster.
    init?(_ tenant: TaskTenant, _ names: TenantNames) {
        if let id = tenant.id {
            self = .id(id)
        } else if let obTenantId = tenant.obTenantId {
            self = names[obTenantId].map { .id($0) } ?? .obTenantId(obTenantId)
        } else {
            return nil
        }
    }
}

extension TaskTarget {
    /// Whether a row that names a tenant is this tenant's: by an id that no list has told, the one that
    /// was asked is meant, unless that has another.
    fileprivate func isOwner(_ owner: TaskOwner?, _ names: TenantNames) -> Bool {
        guard let tenant else { return false }
        if case .obTenantId = owner { return !names.values.contains(tenant) }
        return owner == .id(tenant)
    }
}

/// What a list of tasks comes to: for the target that was asked and, at a cluster, for each tenant that
/// its rows name.
struct TaskRows<Summary: Sendable>: Sendable {
    /// Of the rows of the target itself.
    var own: Summary
    /// Of the rows that name tenants; none where a tenant was asked.
    var tenants: [TaskOwner: Summary] = [:]
    /// How many rows the target itself has.
    var ownCount: Int

    /// Sorts rows by whose they are; those of another tenant than the one that was asked are left out.
    init<Row>(
        _ rows: [Row],
        of target: TaskTarget,
        _ names: TenantNames,
        by tenant: (Row) -> TaskTenant,
        _ summarize: ([Row]) -> Summary
    ) {
        var known = names
        for case let tenant in rows.lazy.map(tenant) {
            if let id = tenant.id, let obTenantId = tenant.obTenantId { known[obTenantId] = id }
        }
        var rest: [Row] = []
        var named: [TaskOwner: [Row]] = [:]
        for row in rows {
            let owner = TaskOwner(tenant(row), known)
            if owner == nil || target.isOwner(owner, known) {
                rest.append(row)
            } else if let owner, target.tenant == nil {
                named[owner, default: []].append(row)
            }
        }
        own = summarize(rest)
        ownCount = rest.count
        tenants = named.mapValues(summarize)
    }

    /// Whether there are rows that somebody can be told of.
    var isEmpty: Bool { ownCount == 0 && tenants.isEmpty }

    /// What is there of a tenant that the list names.
    func summary(of tenant: TenantSummary) -> Summary? {
        tenants[.id(tenant.id)] ?? tenant.obTenantId.flatMap { tenants[.obTenantId($0)] }
    }
}
