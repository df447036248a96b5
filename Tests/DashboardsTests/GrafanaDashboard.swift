import Foundation
import TestSupport

/// A dashboard of Grafana in its classic JSON model, as far as the tests look at it.
struct GrafanaDashboard {
    /// The whole file.
    var model: [String: Any]

    /// The dashboards that the project ships, by file name.
    static let files = RepositoryFile.names(in: "dashboards/grafana", suffix: ".json")

    /// Reads one of the shipped dashboards.
    init(file: String) throws {
        try self.init(json: Data(RepositoryFile.text("dashboards/grafana/\(file)").utf8))
    }

    /// Reads a dashboard.
    init(json: Data) throws {
        model = try JSONSerialization.jsonObject(with: json) as? [String: Any] ?? [:]
    }

    /// All panels, those inside collapsed rows too; no rows.
    var panels: [Panel] {
        objects(model["panels"])
            .flatMap { [$0] + objects($0["panels"]) }
            .map(Panel.init)
            .filter { $0.type != "row" }
    }

    /// The titles of the dashboard and of its rows.
    var titles: [String] {
        let rows = objects(model["panels"]).filter { $0["type"] as? String == "row" }
        return ([model] + rows).compactMap { $0["title"] as? String }
    }

    /// All variables.
    var variables: [Variable] {
        let templating = model["templating"] as? [String: Any]
        return objects(templating?["list"]).map(Variable.init)
    }

    /// One panel.
    struct Panel {
        var model: [String: Any]
        var type: String { model["type"] as? String ?? "" }
        var title: String { model["title"] as? String ?? "" }
        var description: String { model["description"] as? String ?? "" }
        var datasource: String { uid(model["datasource"]) }
        var targets: [[String: Any]] { objects(model["targets"]) }
        var expressions: [String] { targets.compactMap { $0["expr"] as? String } }
        var legends: [String] { targets.compactMap { $0["legendFormat"] as? String } }
        var defaults: [String: Any] {
            (model["fieldConfig"] as? [String: Any])?["defaults"] as? [String: Any] ?? [:]
        }
        /// The unit of all fields and those of single fields.
        var units: [String] {
            let overrides = objects((model["fieldConfig"] as? [String: Any])?["overrides"])
            let single = overrides.flatMap { objects($0["properties"]) }
                .filter { $0["id"] as? String == "unit" }
                .compactMap { $0["value"] as? String }
            return [defaults["unit"] as? String].compactMap { $0 } + single
        }
    }

    /// One variable.
    struct Variable {
        var model: [String: Any]
        var type: String { model["type"] as? String ?? "" }
        var name: String { model["name"] as? String ?? "" }
        var label: String { model["label"] as? String ?? "" }
        var datasource: String { uid(model["datasource"]) }
        var isMulti: Bool { model["multi"] as? Bool ?? false }
        var allValue: String { model["allValue"] as? String ?? "" }
        var refresh: Int { model["refresh"] as? Int ?? 0 }
        var query: String {
            model["query"] as? String
                ?? (model["query"] as? [String: Any])?["query"] as? String ?? ""
        }
    }
}

private func objects(_ value: Any?) -> [[String: Any]] {
    value as? [[String: Any]] ?? []
}

/// The data source of a panel or a variable: its uid, or its name in old files.
private func uid(_ value: Any?) -> String {
    (value as? [String: Any])?["uid"] as? String ?? value as? String ?? ""
}
