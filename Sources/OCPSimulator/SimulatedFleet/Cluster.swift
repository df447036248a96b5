/// Who a cluster is: what does not change over time.
struct Cluster: Sendable, Equatable {
    /// OCP's id, the one in paths.
    var id: Int64
    /// Its place in the fleet, from which its values are drawn.
    var index: Int
    /// `name`; a standby has its primary's.
    var name: String
    /// The id on OceanBase's side; a standby has its primary's.
    var obClusterId: Int64
    /// The id of the other cluster of a pair.
    var partnerId: Int64?
    /// True for the standby of a pair, or a standby whose primary another OCP manages.
    var isStandby: Bool
    /// True for OceanBase 4 and later, where a backup is a tenant's.
    var isBackedUpByTenant: Bool
    /// The version of OceanBase; a standby has its primary's.
    var version: String
    /// The seed of the simulation.
    var seed: UInt64

    /// True for either cluster of a pair.
    var isPaired: Bool {
        isStandby || partnerId != nil
    }

    /// Where this cluster's numbers come from.
    var hash: StableHash {
        StableHash(seed: seed, index: UInt64(index))
    }

    /// The tenant that the backup belongs to, where it belongs to one.
    var tenantName: String {
        ["pay", "ledger", "report"][index % 3]
    }

    /// The unit in which OCP reports this cluster's size.
    var sizeUnit: String {
        ["TB", "GB", "MB", "TB", "GB", "PB", "GB", "KB", "TB", "B", "GB", "MB"][index % 12]
    }

    /// The name that a place in the fleet gets unless it is told another.
    static func name(at index: Int) -> String {
        let (round, place) = index.quotientAndRemainder(dividingBy: families.count)
        return families[place] + (round < 9 ? "_0" : "_") + "\(round + 1)"
    }

    /// The version of a place in the fleet.
    static func version(at index: Int, isBackedUpByTenant: Bool) -> String {
        isBackedUpByTenant
            ? ["4.2.1.10", "4.2.5.3", "4.3.5.2"][index % 3]
            : ["3.2.4.5", "3.2.3.3", "2.2.77", "3.1.2", "3.2.4.8", "1.4.79"][index % 6]
    }

    private static let families = [
        "core_pay", "core_ledger", "trade_order", "risk_control", "user_center", "fund_account",
        "crm", "settlement", "mobile_bank", "loan_apply", "message_hub", "stock",
        "invoice", "report_daily", "audit_log", "card_auth", "clearing", "logistics",
    ]
}

/// Numbers that look random and are the same for the same seed, index and purpose.
struct StableHash {
    /// The purposes, each of which draws its own number.
    enum Purpose: UInt64 {
        case logPhase = 1
        case dataPhase, size, compaction, creation, partitions, delay, trace, server
        case tenant, task, round, week
    }

    private let base: UInt64

    /// A source for one cluster, or for one answer.
    init(seed: UInt64, index: UInt64) {
        base = Self.mix(seed &+ Self.mix(index))
    }

    /// The number for a purpose.
    func number(_ purpose: Purpose) -> UInt64 {
        Self.mix(base &+ purpose.rawValue)
    }

    /// The number for a purpose, 0 to one less than the limit.
    func number(_ purpose: Purpose, below limit: Int64) -> Int64 {
        Int64(number(purpose) % UInt64(max(1, limit)))
    }

    /// The step of SplitMix64.
    private static func mix(_ number: UInt64) -> UInt64 {
        var mixed = number &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
