import Exposition
import OCP

/// What OCP's list says of tenants; a cluster has none of these.
enum TenantTable {
    /// The values of `status`.
    static let statuses = KnownStates(
        common: ["NORMAL"],
        rare: [
            "CREATING", "MODIFYING", "DELETING", "UNAVAILABLE", "OPERATING", "CLONING", "RESTORING",
            "DISCONNECTING", "FAILOVER", "SWITCHOVER", "TDE_ENABLING", "MOVED_OUT",
        ]
    )
    /// The values of `role`.
    static let roles = KnownStates(
        common: ["PRIMARY", "STANDBY"],
        rare: ["CLONE", "RESTORE", "UNKNOWN"]
    )

    /// The rows.
    static let rows: [MetricRow<Subject>] = [
        .info(
            "oceanbase_tenant_info",
            fields: ["obTenantId", "mode"],
            "Always 1; the labels describe the tenant as of the last list."
        ) { subject in
            subject.facts.tenant.map { tenant in
                Labels(["ob_tenant_id": tenant.obTenantId ?? "", "mode": tenant.mode ?? ""])
            }
        },
        .value(
            "oceanbase_tenant_create_timestamp_seconds",
            field: "createTime",
            "When the tenant was created, in seconds since 1970: a new one is not yet one that was"
                + " never backed up."
        ) { $0.facts.tenant?.createTime },
        .state(
            "oceanbase_tenant_status",
            field: "status",
            statuses,
            "State of the tenant as of the last list: 1 for the state it is in, else 0; states other"
                + " than NORMAL have a series only while they hold."
        ) { $0.facts.tenant?.status },
        .state(
            "oceanbase_tenant_role",
            field: "role",
            roles,
            "Role of the tenant as of the last list: 1 for the role it has, else 0; absent where OCP"
                + " sends none."
        ) { $0.facts.tenant?.role },
    ]
}
