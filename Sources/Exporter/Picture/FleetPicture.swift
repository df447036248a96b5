import OCP

/// The clusters as a table for a terminal, worst first.
struct FleetPicture: Sendable {
    /// What stands above the table, a line each.
    var heading: [String]
    /// What the simulator lets each cluster play, by OCP's id.
    var scenarios: [Int64: String]
    /// What stands below the table, if there is room.
    var recent: [String] = []

    /// Draws what is known.
    ///
    /// - Parameters:
    ///   - ocps: what is known.
    ///   - now: the moment.
    ///   - terminal: nil for plain lines, as many as it takes.
    /// - Returns: the lines.
    func lines(_ ocps: [OCPSnapshot], now: Instant, on terminal: Terminal?) -> [String] {
        let rows = StatusRow.all(ocps, now: now)
        var lines = heading + ["", summary(rows, ocps, now: now)]
        let room = terminal.map { max(1, $0.height - lines.count - 4) } ?? Int.max
        let shown = rows.prefix(Self.count(of: rows, in: room))
        lines += table(Array(shown), on: terminal)
        if shown.count < rows.count {
            lines.append("… and \(rows.count - shown.count) more, none of them worse")
        }
        let left = (terminal?.height ?? 0) - lines.count - 4
        if left > 0, !recent.isEmpty {
            lines += ["", "Log:"] + recent.suffix(left).map { PrintableText.escaped($0) }
        }
        lines += ["", "Control-C ends it."]
        return lines.map { cut($0, terminal) }
    }

    /// The most tenants that are shown of a cluster.
    private static let mostTenants = 3

    /// How many clusters fit with their tenants; at least one, and a line is left to say that there are
    /// more.
    private static func count(of rows: [StatusRow], in room: Int) -> Int {
        let heights = rows.map { 1 + min(mostTenants, $0.tenants.count) }
        if heights.reduce(0, +) <= room { return rows.count }
        var used = 0
        let fitting = heights.prefix { height in
            used += height
            return used < room
        }
        return max(1, fitting.count)
    }

    private func summary(_ rows: [StatusRow], _ ocps: [OCPSnapshot], now: Instant) -> String {
        guard let round = ocps.compactMap(\.lastRound).max(by: { $1.endedAt.since($0.endedAt) > 0 })
        else { return "The first round of polls is under way." }
        let counts = Judgement.Health.allCases.map { health in
            "\(rows.count { $0.health == health }) \(health.word)"
        }
        let interval = ocps.map(\.pollInterval).min() ?? 0
        return "\(rows.count) clusters: \(counts.joined(separator: ", ")); polled"
            + " \(Self.span(now.since(round.endedAt))) ago, every \(Self.span(interval))"
    }

    private func table(_ rows: [StatusRow], on terminal: Terminal?) -> [String] {
        let isWide = terminal.map { $0.width >= 92 } ?? true
        let head =
            ["CLUSTER", "STATE", "LOG DELAY", "DATA AGE"] + (isWide ? ["SIZE"] : []) + ["SCENARIO"]
        let entries = rows.flatMap { row in
            let cluster = (
                cells: [
                    PrintableText.escaped(row.cluster.name), PrintableText.escaped(row.briefWords),
                    row.delay.map(Self.span) ?? "-", row.dataBackupAge.map(Self.span) ?? "-",
                ] + (isWide ? [row.size.map(QuantityText.bytes) ?? "-"] : [])
                    + [scenarios[row.cluster.id] ?? ""],
                health: row.health
            )
            let tenants = row.tenants.prefix(Self.mostTenants).map { tenant in
                (
                    cells: [
                        PrintableText.escaped("  tenant \(tenant.name)"),
                        PrintableText.escaped(tenant.words),
                        tenant.delay.map(Self.span) ?? "-",
                        tenant.successAge.map(Self.span) ?? "-",
                    ] + (isWide ? [""] : []) + [""],
                    health: tenant.health
                )
            }
            return [cluster] + tenants
        }
        let cells = entries.map(\.cells)
        let widths = head.indices.map { column in
            min(column == 1 ? 21 : 24, ([head] + cells).map { $0[column].count }.max() ?? 0)
        }
        let isNumber = head.map { ["LOG DELAY", "DATA AGE", "SIZE"].contains($0) }
        func line(_ cells: [String], _ colour: Int?) -> String {
            let parts = cells.indices.map { column in
                let text = padded(cells[column], to: widths[column], right: isNumber[column])
                guard let colour, column == 1, terminal?.isColoured == true else { return text }
                return "\u{1B}[\(colour)m\(text)\u{1B}[0m"
            }
            return parts.joined(separator: "  ")
        }
        let title =
            terminal?.isColoured == true ? "\u{1B}[1m\(line(head, nil))\u{1B}[0m" : line(head, nil)
        return [title] + entries.map { line($0.cells, Self.colour($0.health)) }
    }

    private func padded(_ text: String, to width: Int, right: Bool) -> String {
        let text = text.count > width ? text.prefix(max(0, width - 1)) + "…" : text
        let space = String(repeating: " ", count: max(0, width - text.count))
        return right ? space + text : text + space
    }

    /// Red, yellow and green of the terminal's own, which its owner can read.
    private static func colour(_ health: Judgement.Health) -> Int {
        switch health {
        case .bad: 31
        case .warn: 33
        case .good: 32
        }
    }

    /// Cuts a line at the terminal's width; what sets colours takes no room.
    private func cut(_ line: String, _ terminal: Terminal?) -> String {
        let line = line.trimmingSpacesAtEnd()
        guard let terminal else { return line }
        var room = terminal.width
        var result = ""
        var isSequence = false
        for character in line {
            if character == "\u{1B}" { isSequence = true }
            if !isSequence {
                guard room > 0 else { continue }
                room -= 1
            }
            result.append(character)
            if isSequence, character == "m" { isSequence = false }
        }
        return result
    }

    /// Seconds in the two largest units that they fill, without spaces.
    static func span(_ seconds: Double) -> String {
        QuantityText.age(seconds).replacingMinutes().filter { $0 != " " }
    }
}

extension String {
    fileprivate func trimmingSpacesAtEnd() -> String {
        var rest = self[...]
        while rest.last == " " { rest.removeLast() }
        return String(rest)
    }

    fileprivate func replacingMinutes() -> String {
        split(separator: "min", omittingEmptySubsequences: false).joined(separator: "m")
    }
}
