import Foundation

/// A test of rules, as `promtool test rules` reads it: the metrics of a play, and that the alerts
/// are those that the status page calls due.
struct PlayedRules: Encodable {
    private struct Series: Encodable {
        var series: String
        var values: String
    }

    private struct Expectation: Encodable {
        struct Sample: Encodable {
            var labels: String
            var value = 1
        }

        var expr: String
        var eval_time: String
        var exp_samples: [Sample]
    }

    private struct Case: Encodable {
        var interval: String
        var input_series: [Series]
        var promql_expr_test: [Expectation]
    }

    private let rule_files: [String]
    private let evaluation_interval: String
    private let tests: [Case]

    /// How long an alert goes on after its reason is gone, in minutes: the five for which a rule looks
    /// back, and one until it looks again.
    private static let slack = 6

    /// Makes the test.
    init(_ play: Play, rules: String) {
        let step = "\(play.step)m"
        rule_files = [rules]
        evaluation_interval = step
        let series = play.series.sorted { $0.key < $1.key }.map { series, values in
            Series(
                series: series.replacing("{", with: #"{job="j",instance="i","#, maxReplacements: 1),
                values: values.map { $0 ?? "_" }.joined(separator: " ")
            )
        }
        let expectations = play.due.indices.map { moment in
            let unsettled = Self.unsettled(play, at: moment).map { "ALERTS\($0.labels)" }.sorted()
            let alerts = play.due[moment].subtracting(Self.unsettled(play, at: moment))
            let place = "(alertname, ocp, ocp_cluster_id)"
            let rest =
                unsettled.isEmpty
                ? "" : " unless on \(place) (\(unsettled.joined(separator: " or ")))"
            return Expectation(
                expr: #"count by \#(place) (ALERTS{alertstate="firing"}\#(rest))"#,
                eval_time: "\(play.step * moment)m",
                exp_samples: alerts.map(\.labels).sorted().map { .init(labels: $0) }
            )
        }
        tests = [Case(interval: step, input_series: series, promql_expr_test: expectations)]
    }

    /// The alerts that began or ended so near to a moment that rules and page may differ.
    static func unsettled(_ play: Play, at moment: Int) -> Set<Play.Alert> {
        let before = (slack + play.step - 1) / play.step
        let near = max(0, moment - before)...min(moment + 1, play.due.count - 1)
        let all = near.reduce(into: Set()) { $0.formUnion(play.due[$1]) }
        return all.subtracting(near.reduce(all) { $0.intersection(play.due[$1]) })
    }
}
