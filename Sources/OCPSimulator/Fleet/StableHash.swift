/// Numbers that look random and are the same for the same seed, index and purpose.
struct StableHash {
    /// The purposes, each of which draws its own number.
    enum Purpose: UInt64 {
        case logPhase = 1
        case dataPhase, size, compaction, creation, partitions, delay, trace, server
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
