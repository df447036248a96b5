/// One part of the clusters, for several exporters that share the work.
///
/// A cluster belongs to the shard whose index is the rest of `number(of:)` divided by the count. The
/// README promises that this never changes: exporters of different versions share clusters, too.
struct Shard: Sendable, Equatable {
    /// 0 to one less than the count.
    let index: Int
    /// How many shards there are; 1 is no sharding.
    let count: Int

    /// The one shard that holds every cluster.
    static let whole = Shard(index: 0, count: 1)

    /// Makes a shard.
    ///
    /// - Parameters:
    ///   - index: 0 to one less than the count; another index holds no cluster.
    ///   - count: at least 1; anything less counts as 1.
    init(index: Int, count: Int) {
        self.index = index
        self.count = max(1, count)
    }

    /// Whether the clusters are shared with other exporters.
    var isPart: Bool { count > 1 }

    /// Whether a cluster is polled here.
    func contains(_ id: Int64) -> Bool {
        Self.number(of: id) % UInt64(count) == UInt64(max(0, index))
    }

    /// A number that spreads neighbouring ids: the output of SplitMix64 (Steele, Lea and Flood,
    /// "Fast splittable pseudorandom number generators", 2014) whose state is OCP's id.
    static func number(of id: Int64) -> UInt64 {
        var mixed = UInt64(bitPattern: id) &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension Shard: CustomStringConvertible {
    var description: String {
        "shard \(index) of \(count), counted from 0"
    }
}
