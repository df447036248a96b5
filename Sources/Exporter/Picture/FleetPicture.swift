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
        let room = terminal.map { max(1, $0.height - lines.count - 4) } ?? rows.count
        let shown = rows.prefix(rows.count > room ? max(1, room - 1) : room)
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

    private func summary(_ rows: [StatusRow], _ ocps: [OCPSnapshot], now: Instant) -> String {
        guard let round = ocps.compactMap(\.lastRound).max(by: { $1.endedAt.since($0.endedAt) > 0 })
        else { return "The first round of polls is under way." }
        let counts = Judgement.Health.allCases.map { health in
            "\(rows.count { $0.judgement.health == health }) \(health.word)"
        }
        let interval = ocps.map(\.pollInterval).min() ?? 0
        return "\(rows.count) clusters: \(counts.joined(separator: ", ")); polled"
            + " \(Self.span(now.since(round.endedAt))) ago, every \(Self.span(interval))"
    }

    private func table(_ rows: [StatusRow], on terminal: Terminal?) -> [String] {
        let isWide = terminal.map { $0.width >= 92 } ?? true
        let head =
            ["CLUSTER", "STATE", "LOG DELAY", "DATA AGE"] + (isWide ? ["SIZE"] : []) + ["SCENARIO"]
        let cells = rows.map { row in
            [
                PrintableText.escaped(row.cluster.name), row.judgement.briefWords,
                row.delay.map(Self.span) ?? "-", row.dataBackupAge.map(Self.span) ?? "-",
            ] + (isWide ? [row.size.map(QuantityText.bytes) ?? "-"] : [])
                + [scenarios[row.cluster.id] ?? ""]
        }
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
        return [title] + zip(rows, cells).map { line($1, Self.colour($0.judgement.health)) }
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
