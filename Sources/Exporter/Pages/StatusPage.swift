import OCP

/// The page at `/`: what the exporter knows, for people.
enum StatusPage {
    /// Writes the page.
    ///
    /// - Parameters:
    ///   - ocps: what is known.
    ///   - telemetryPath: where the metrics are.
    ///   - shard: which part of the clusters is polled here.
    ///   - now: the moment.
    /// - Returns: a whole HTML document.
    static func html(
        _ ocps: [OCPSnapshot],
        telemetryPath: String,
        shard: Shard = .whole,
        now: Instant
    ) -> String {
        let rows = StatusRow.all(ocps, now: now)
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <link rel="icon" href="data:,">
            <title>OceanBase backup exporter</title>
            <style>\(style)</style>
            </head>
            <body>
            <header>
            <h1>OceanBase backup exporter</h1>
            <nav><a href="\(escape(telemetryPath))">Metrics</a>
            <a href="\(EndpointPath.healthy)">Healthy</a>
            <a href="\(EndpointPath.ready)">Ready</a></nav>
            </header>
            <main>
            \(rows.isEmpty ? absence(ocps, shard) : summary(rows))
            \(ocpTable(ocps, now: now))
            \(clusterTable(rows, namesOCP: ocps.count > 1))
            </main>
            <footer>Version \(escape(Version.number)), revision \(escape(Version.revision)).
            \(shard.isPart ? "This exporter polls \(shard).\n" : "")\
            Made at \(UTCTime.words(now.time)); load the page again for newer values.</footer>
            </body>
            </html>

            """
    }

    /// How many clusters are in which health, worst first.
    private static func summary(_ rows: [StatusRow]) -> String {
        let counts = Judgement.Health.allCases.map { health in
            (health: health, count: rows.count { $0.health == health })
        }
        let parts = counts.filter { $0.count > 0 }.map { part in
            "<span class=\"\(part.health.rawValue)\">\(part.count) \(part.health.word)</span>"
        }
        let clusters = rows.count == 1 ? "1 cluster" : "\(rows.count) clusters"
        return "<p class=\"sum\"><b>\(clusters)</b> \(parts.joined(separator: " "))</p>"
    }

    /// Why there are no clusters.
    private static func absence(_ ocps: [OCPSnapshot], _ shard: Shard) -> String {
        let chooser = shard.isPart ? "the configuration or the shard" : "the configuration"
        let words =
            ocps.allSatisfy { $0.lastRound?.isUp == true }
            ? "No cluster is polled: OCP shows this account none, or \(chooser) selects none."
            : "No cluster is known yet."
        return "<p class=\"sum\">\(words)</p>"
    }

    private static func ocpTable(_ ocps: [OCPSnapshot], now: Instant) -> String {
        let rows = ocps.map { ocp in
            let state =
                switch ocp.lastRound?.isUp {
                case nil: "<span class=\"warn\">not polled yet</span>"
                case true?: "<span class=\"good\">up</span>"
                case false?: "<span class=\"bad\">down</span>"
                }
            let round = ocp.lastRound.map { "\(QuantityText.age(now.since($0.endedAt))) ago" } ?? ""
            return [
                name(ocp.name), state, round,
                ocp.lastRound?.clusterCount.map(String.init) ?? "",
                escape(ocp.lastRound?.failure?.description ?? ""),
            ]
        }
        let head: [Column] = [
            .init("OCP"), .init("State"), .init("Last round"), .init("Clusters"),
            .init("Last error", .words),
        ]
        return table(head, rows)
    }

    /// The clusters; where there is one OCP only, it is not named in each row.
    private static func clusterTable(_ all: [StatusRow], namesOCP: Bool) -> String {
        guard !all.isEmpty else { return "" }
        var head = [Column("Cluster"), Column("OCP's id", .number)]
        if namesOCP { head.append(Column("OCP")) }
        head += [
            Column("State", .words), Column("Log backup delay", .number),
            Column("Last data backup", .number), Column("Backup size", .number),
        ]
        let rows = all.prefix(mostRows).map { item in
            var cells = [name(item.cluster.name), String(item.cluster.id)]
            if namesOCP { cells.append(name(item.ocp)) }
            let tenants = TenantList.html(item.tenants)
            // In one box: on a phone a cell's boxes stand side by side.
            cells.append(tenants.isEmpty ? state(item) : "<div>\(state(item))\(tenants)</div>")
            cells.append(item.delay.map(QuantityText.age) ?? "")
            cells.append(item.dataBackupAge.map { "\(QuantityText.age($0)) ago" } ?? "")
            cells.append(item.size.map(QuantityText.bytes) ?? "")
            return cells
        }
        return table(head, rows) + more(all.count - rows.count)
    }

    /// A cluster's state, and the alerts behind it for who points at it.
    private static func state(_ item: StatusRow) -> String {
        let alerts = item.alerts.isEmpty ? "" : " title=\"\(escape(item.alerts))\""
        let ownHealth = item.words == item.judgement.words ? item.judgement.health : item.health
        return "<span class=\"\(ownHealth.rawValue)\"\(alerts)>\(escape(item.words))</span>"
    }

    /// More rows than anybody reads would only make a browser slow.
    static let mostRows = 1000

    private static func more(_ count: Int) -> String {
        count > 0
            ? "<p>And \(count) more, none of them worse than the last one shown; the metrics have all.</p>"
            : ""
    }

    /// A column's name, and what stands in it.
    private struct Column {
        enum Content: String {
            case name, number, words
        }

        let name: String
        let content: Content

        init(_ name: String, _ content: Content = .name) {
            self.name = name
            self.content = content
        }

        var style: String { " class=\"\(content.rawValue)\"" }
    }

    /// A table; on a phone, where the style hides the head, each cell shows its column's name.
    private static func table(_ head: [Column], _ rows: [[String]]) -> String {
        let body = rows.map { cells in
            let row = zip(head, cells).map { column, cell in
                "<td\(column.style) data-label=\"\(escape(column.name))\">\(cell)</td>"
            }
            return "<tr>" + row.joined() + "</tr>"
        }
        let titles = head.map { "<th\($0.style)>\(escape($0.name))</th>" }
        return "<table><thead><tr>" + titles.joined() + "</tr></thead><tbody>\n"
            + body.joined(separator: "\n") + "\n</tbody></table>"
    }

    /// A name from outside; whatever direction it is written in, it does not turn what follows.
    static func name(_ text: String) -> String {
        text.isEmpty ? "<i>no name</i>" : "<bdi>\(escape(text))</bdi>"
    }

    /// Makes any text harmless in HTML, and shows its control characters.
    static func escape(_ text: String) -> String {
        var result = ""
        for character in PrintableText.escaped(text) {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.append(character)
            }
        }
        return result
    }
}
