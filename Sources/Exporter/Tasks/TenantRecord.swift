import Exposition
import OCP

/// A tenant that is on the page, and what stands still about it between two lists.
struct TenantRecord: Sendable {
    let summary: TenantSummary
    /// The labels of its series, escaped.
    let labels: Labels
    /// The rule of the configuration that is about it.
    let rule: ThresholdRules.Rule?

    /// Whether its tasks and its strategy are asked for: not while it is made or removed.
    var isAsked: Bool {
        switch summary.status {
        case "CREATING", "DELETING", "RESTORING": false
        default: true
        }
    }
}

/// Which tenants of an OCP are on the page.
struct TenantSelection: Sendable, Equatable {
    /// Only tenants whose name matches; absent: all.
    var include: Pattern?
    /// Tenants whose name matches are left out.
    var exclude: Pattern?

    /// Picks from what OCP lists: never the tenants that OceanBase needs for itself.
    func select(from list: [TenantSummary]) -> [TenantSummary] {
        let included = include?.matcher
        let excluded = exclude?.matcher
        return list.filter { tenant in
            let name = tenant.name ?? ""
            if name == "sys" || name.hasPrefix("META$") || tenant.obTenantId == "1" {
                return false
            }
            return included?.matches(name) != false && excluded?.matches(name) != true
        }
    }
}
