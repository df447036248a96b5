import OCP
import Testing

@testable import Exporter

@Suite struct SelectionTests {
    private static let list = [
        ClusterSummary(id: 30, name: "prod_pay"), ClusterSummary(id: 10, name: "prod_pay_test"),
        ClusterSummary(id: 20, name: "dev_pay"), ClusterSummary(id: 40, name: nil),
    ]

    struct Case: CustomTestStringConvertible, Sendable {
        var ids: [Int64] = []
        var include: String?
        var exclude: String?
        var selected: [Int64]
        var needsList = true

        var testDescription: String { "\(ids) \(include ?? "-") \(exclude ?? "-")" }
    }

    @Test(arguments: [
        Case(selected: [10, 20, 30, 40]),
        Case(include: "^prod", selected: [10, 30]),
        Case(exclude: "_test$", selected: [20, 30, 40]),
        Case(include: "^prod", exclude: "_test$", selected: [30]),
        Case(include: "pay", selected: [10, 20, 30]),
        Case(include: "nothing", selected: []),
        Case(include: "^$", selected: [40]),
        Case(ids: [20], include: "^prod", exclude: "pay", selected: [20]),
        Case(ids: [99, 20], include: "_test$", selected: [10, 20, 99]),
        Case(ids: [7, 3, 7], selected: [3, 7], needsList: false),
        Case(ids: [7], exclude: "x", selected: [7], needsList: false),
    ])
    func picks(_ example: Case) throws {
        var selection = ClusterSelection()
        selection.ids = example.ids
        if let include = example.include { selection.include = try Pattern(include) }
        if let exclude = example.exclude { selection.exclude = try Pattern(exclude) }
        #expect(selection.needsList == example.needsList)
        let list = example.needsList ? Self.list : []
        let selected = selection.select(from: list)
        #expect(selected.map(\.id) == example.selected)
        let names = Dictionary(uniqueKeysWithValues: list.map { ($0.id, $0.name) })
        #expect(selected == selected.map { ClusterSummary(id: $0.id, name: names[$0.id] ?? nil) })
    }

    @Test(arguments: ["(", "[a", "*x"])
    func refusesWhatIsNoPattern(text: String) {
        #expect(throws: (any Error).self) { try Pattern(text) }
    }
}

@Suite struct PollOrderTests {
    @Test func asksNewClustersFirstAndForgetsThoseThatLeft() {
        var order = PollOrder()
        #expect(order.arrange([1, 2, 3]) == [1, 2, 3])
        order.take(selected: [1, 2, 3], answered: [2, 3, 1])
        #expect(order.arrange([1, 2, 4]) == [4, 2, 1])
    }

    @Test func countsTheLastAnswerOfARepeatedPoll() {
        var order = PollOrder()
        order.take(selected: [1, 2, 3], answered: [1, 2, 3, 1])
        #expect(order.arrange([1, 2, 3]) == [2, 3, 1])
    }

    /// Of three that are reached and two more that are refused, the same two must not be refused
    /// round after round, and one that is always refused must not keep the others back.
    @Test func leavesNobodyOut() {
        var order = PollOrder()
        let all = Array(1...10 as ClosedRange<Int64>)
        var served: [Int64: Int] = [:]
        for _ in 1...20 {
            let asked = Array(order.arrange(all).prefix(5))
            order.take(selected: all, answered: asked, throttled: Set(asked.suffix(2)))
            for id in asked.prefix(3) { served[id, default: 0] += 1 }
        }
        #expect(all.allSatisfy { served[$0] ?? 0 >= 4 })
        order = PollOrder()
        served = [:]
        for _ in 1...10 {
            let asked = Array(order.arrange(all).prefix { $0 != 4 })
            order.take(selected: all, answered: asked + [4], throttled: [4])
            for id in asked { served[id, default: 0] += 1 }
        }
        #expect(all.allSatisfy { $0 == 4 || served[$0] ?? 0 >= 5 })
    }

    @Test func reachesEverybodyThoughARoundReachesFew() {
        var order = PollOrder()
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

@Suite struct ThresholdTests {
    private func rules() throws -> ThresholdRules {
        var core = ThresholdRules.Rule()
        core.clusterName = try Pattern("^core_")
        core.logBackupDelay = 120
        var test = ThresholdRules.Rule()
        test.ocp = try Pattern("^test$")
        test.dataBackupAge = 86_400
        test.logBackupDelayCritical = 900
        test.backupSizeDrop = 0.25
        var rules = ThresholdRules()
        rules.rules = [core, test]
        return rules
    }

    @Test func theFirstRuleThatMatchesWins() throws {
        let rules = try rules()
        #expect(rules.thresholds(ocp: "prod", clusterName: "crm") == Thresholds())
        let core = rules.thresholds(ocp: "test", clusterName: "core_pay")
        #expect(core.logBackupDelay == 120)
        #expect(core.dataBackupAge == Thresholds().dataBackupAge)
        let test = rules.thresholds(ocp: "test", clusterName: "crm")
        #expect(test.logBackupDelay == 600)
        #expect(test.logBackupDelayCritical == 900)
        #expect(test.dataBackupAge == 86_400)
        #expect(test.backupSizeDrop == 0.25)
    }

    @Test func theCriticalDelayGrowsWithTheOtherUnlessItIsSet() throws {
        var rules = try rules()
        let core = rules.thresholds(ocp: "", clusterName: "core_pay")
        #expect(core.logBackupDelayCritical == 720)
        rules.rules[0].logBackupDelayCritical = 1000
        let set = rules.thresholds(ocp: "", clusterName: "core_pay")
        #expect(set.logBackupDelayCritical == 1000)
    }

    @Test func defaultsAreForWhatARuleLeavesOut() throws {
        var rules = try rules()
        rules.defaults.dataBackupAge = 5
        #expect(rules.thresholds(ocp: "", clusterName: "core_pay").dataBackupAge == 5)
        #expect(rules.thresholds(ocp: "", clusterName: "x").dataBackupAge == 5)
    }
}
