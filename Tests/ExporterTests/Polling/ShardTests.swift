import OCP
import Testing

@testable import Exporter

@Suite struct ShardingTests {
    /// SplitMix64's first outputs for some seeds, computed apart from this code.
    ///
    /// None of these numbers may ever change.
    @Test(
        arguments: [
            (0, 16_294_208_416_658_607_535), (1, 10_451_216_379_200_822_465),
            (1_000_001, 14_734_046_666_460_977_855), (.max, 3_055_647_633_038_352_039),
        ] as [(Int64, UInt64)]
    )
    func theNumberOfAnIdIsTheDocumentedOne(_ id: Int64, number: UInt64) {
        #expect(Shard.number(of: id) == number)
    }

    @Test(arguments: [1, 2, 3, 5, 16, 1000])
    func everyClusterIsInExactlyOneShard(_ count: Int) {
        let shards = (0..<count).map { Shard(index: $0, count: count) }
        for id in Int64(1_000_001)...1_000_200 {
            #expect(shards.count { $0.contains(id) } == 1)
        }
    }

    @Test(arguments: [2, 3, 5, 16])
    func neighboursAreSpread(_ count: Int) {
        let ids = Int64(1_000_001)...1_001_000
        for index in 0..<count {
            let own = ids.count { Shard(index: index, count: count).contains($0) }
            #expect(Double(own) > 0.6 * 1000 / Double(count))
            #expect(Double(own) < 1.4 * 1000 / Double(count))
        }
    }

    @Test func theExampleInTheREADMEIsTrue() {
        #expect(Shard(index: 2, count: 3).contains(1_000_001))
        #expect(Shard(index: 1, count: 3).contains(1_000_002))
        #expect(Shard(index: 1, count: 3).contains(1_000_003))
    }

    @Test func theShardComesAfterPatternsAndIds() throws {
        let list = (1...20).map { ClusterSummary(id: $0, name: $0 % 2 == 0 ? "even" : "odd") }
        var selection = ClusterSelection()
        selection.ids = [3, 4, 100]
        selection.include = try Pattern("^even$")
        let all = selection.select(from: list).map(\.id)
        let parts = (0..<3).map { index in
            var part = selection
            part.shard = Shard(index: index, count: 3)
            return part.select(from: list).map(\.id)
        }
        #expect(all == [2, 3, 4, 6, 8, 10, 12, 14, 16, 18, 20, 100])
        #expect(parts.flatMap(\.self).sorted() == all)
        #expect(parts.allSatisfy { !$0.isEmpty && $0.count < all.count })
    }

    @Test func theFlagsReachEveryOCP() throws {
        let settings = try ConfigurationFixture.load(
            [
                "--config.file", ConfigurationFixture.path("valid/every-key.json"),
                "--shard.index=1", "--shard.count=3",
            ],
            environment: ConfigurationFixture.environment
        )
        #expect(settings.ocps.count > 1)
        #expect(settings.ocps.allSatisfy { $0.clusters.shard == Shard(index: 1, count: 3) })
    }

    @Test(
        arguments: [
            (["--shard.index=0"], [:], "--shard.index needs --shard.count, the number of shards"),
            (
                ["--shard.count=2"], [:],
                "--shard.count needs --shard.index, from 0 to one less than the count"
            ),
            (
                ["--shard.index=2", "--shard.count=2"], [:],
                "--shard.index must be below --shard.count, which is 2; the first shard is 0"
            ),
            (
                ["--shard.count=2"], ["SHARD_INDEX": "7"],
                "SHARD_INDEX must be below --shard.count, which is 2; the first shard is 0"
            ),
        ] as [([String], [String: String], String)]
    )
    func aShardThatCannotBeIsRefused(
        _ arguments: [String],
        environment: [String: String],
        line: String
    ) throws {
        let path = ConfigurationFixture.path("valid/every-key.json")
        let mistakes = #expect(throws: ConfigurationMistakes.self) {
            try ConfigurationFixture.load(
                ["--config.file", path] + arguments,
                environment: ConfigurationFixture.environment.merging(environment) { $1 }
            )
        }
        #expect(mistakes?.lines == [line])
    }

    @Test(arguments: [
        "--shard.index=-1", "--shard.index=1000", "--shard.count=0", "--shard.count=x",
    ])
    func aNumberOutOfRangeIsRefused(_ argument: String) {
        #expect(throws: ConfigurationMistakes.self) {
            try CommandLineReader.read([argument], environment: [:])
        }
    }
}
