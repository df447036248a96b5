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
