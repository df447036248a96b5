/// What the program says about itself.
package enum SimulatorUsage {
    /// The version that `--version` prints: the exporter's, which a test compares.
    package static let version = "0.1.0"

    /// The text of `--help`: the flags and the scenarios, within 80 columns.
    package static let text =
        """
        ocp-simulator: plays an OceanBase Cloud Platform (OCP), for drills and tests

        \(table(SimulatorFlag.all.map { ($0.name + " " + $0.placeholder, $0.summary) }))
          --version, --help
        Each flag has a variable, such as OCP_SIMULATOR_CLUSTERS; the flag beats it.

        Scenarios; spans are in simulated time:
        \(table(Scenario.states.map { ($0.name, $0.summary) }))

        Of OceanBase 4, played by the first user tenant:
        \(table(Scenario.tenants.map { ($0.name, $0.summary) }))

        Faults, as a scenario (of an overview) or with --fault:
        \(faults)

        """

    private static func table(_ rows: [(name: String, summary: String)]) -> String {
        let width = rows.map(\.name.utf8.count).max() ?? 0
        return rows.map { "  " + padded($0.name, to: width) + "  " + $0.summary }
            .joined(separator: "\n")
    }

    /// The faults in two columns.
    private static var faults: String {
        let cells = Scenario.faults.map { "  " + padded($0.name, to: 16) + "  " + $0.summary }
        return stride(from: 0, to: cells.count, by: 2).map { row in
            let pair = cells[row..<min(row + 2, cells.count)]
            return pair.count == 2 ? padded(pair[row], to: 40) + pair[row + 1] : pair[row]
        }.joined(separator: "\n")
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.utf8.count))
    }
}
