import Testing

@testable import Exporter

@Suite struct TargetOrderTests {
    @Test func asksNewClustersFirstAndForgetsThoseThatLeft() {
        var order = TargetOrder<Int64>()
        #expect(order.arrange([1, 2, 3]) == [1, 2, 3])
        order.take(selected: [1, 2, 3], answered: [2, 3, 1])
        #expect(order.arrange([1, 2, 4]) == [4, 2, 1])
    }

    @Test func countsTheLastAnswerOfARepeatedPoll() {
        var order = TargetOrder<Int64>()
        order.take(selected: [1, 2, 3], answered: [1, 2, 3, 1])
        #expect(order.arrange([1, 2, 3]) == [2, 3, 1])
    }

    /// With any quota and any number of requests in flight when it is used up, everybody is served
    /// as often as everybody else.
    @Test(arguments: 1...7, 1...5)
    func servesAllAlike(quota: Int, refused: Int) {
        var order = TargetOrder<Int64>()
        let all = Array(1...10 as ClosedRange<Int64>)
        var served: [Int64: Int] = [:]
        for _ in 1...30 {
            let asked = Array(order.arrange(all).prefix(quota + refused))
            order.take(selected: all, answered: asked, throttled: Set(asked.dropFirst(quota)))
            for id in asked.prefix(quota) { served[id, default: 0] += 1 }
        }
        #expect(all.allSatisfy { abs(served[$0, default: 0] - 3 * quota) <= 1 })
    }

    /// Cluster 4 is answered with 429 whatever the quota, with one request in flight, or with three;
    /// it costs the others every second round at most.
    @Test(arguments: [1, 3])
    func oneThatIsAlwaysRefusedKeepsNobodyBack(concurrency: Int) {
        var order = TargetOrder<Int64>()
        let all = Array(1...10 as ClosedRange<Int64>)
        var served: [Int64: Int] = [:]
        for _ in 1...20 {
            let arranged = order.arrange(all)
            let end = (arranged.firstIndex(of: 4) ?? 0) + concurrency
            let asked = Array(arranged.prefix(end))
            order.take(selected: all, answered: asked, throttled: [4])
            for id in asked where id != 4 { served[id, default: 0] += 1 }
        }
        #expect(all.allSatisfy { $0 == 4 || served[$0] ?? 0 >= 9 }, "\(served)")
    }

    @Test func reachesEverybodyThoughARoundReachesFew() {
        var order = TargetOrder<Int64>()
        let all = Array(1...10 as ClosedRange<Int64>)
        var asked: [Int64] = []
        for _ in 1...5 {
            let reached = Array(order.arrange(all).prefix(3))
            order.take(selected: all, answered: reached)
            asked += reached
        }
        #expect(asked == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1, 2, 3, 4, 5])
    }
}
