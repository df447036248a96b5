import OCP

/// The page at `/`: what the exporter knows, for people.
enum StatusPage {
    /// Writes the page.
    ///
    /// - Parameters:
    ///   - ocps: what is known.
    ///   - telemetryPath: where the metrics are.
    ///   - now: seconds since 1970.
    /// - Returns: a whole HTML document.
    static func html(_ ocps: [OCPSnapshot], telemetryPath: String, now: Double) -> String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>OceanBase backup exporter</title>
        <style>\(style)</style>
        </head>
        <body>
        <h1>OceanBase backup exporter</h1>
        <p>Version \(escape(Version.number)), revision \(escape(Version.revision)).
        <a href="\(escape(telemetryPath))">Metrics</a>
        <a href="\(EndpointPath.healthy)">Healthy</a>
        <a href="\(EndpointPath.ready)">Ready</a></p>
        \(ocpTable(ocps, now: now))
        \(clusterTable(ocps, now: now))
        </body>
        </html>

        """
    }

    private static let style = """
        :root{color-scheme:light dark}
        body{font:16px/1.5 system-ui,sans-serif;margin:1.5rem auto;max-width:72rem;padding:0 1rem}
        a{margin-right:1rem} table{border-collapse:collapse;width:100%;margin:0 0 1.5rem}
        th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #8884;vertical-align:top}
        td{overflow-wrap:anywhere}
        .bad{color:#c62828;font-weight:600} .warn{color:#b26a00;font-weight:600} .good{color:#2e7d32}
        @media (prefers-color-scheme:dark){.bad{color:#ff8a80}.warn{color:#ffca6b}.good{color:#81c784}}
        @media (max-width:44rem){thead{display:none}tr{display:block;margin:0 0 1rem}
        td{display:flex;gap:1rem;border:0;padding:.1rem 0} td:empty{display:none}
        td::before{content:attr(data-label);flex:0 0 9rem;opacity:.7}}
        """

    private static func ocpTable(_ ocps: [OCPSnapshot], now: Double) -> String {
        let rows = ocps.map { ocp in
            let state =
                switch ocp.lastRound?.isUp {
                case nil: "<span class=\"warn\">not polled yet</span>"
                case true?: "<span class=\"good\">up</span>"
                case false?: "<span class=\"bad\">down</span>"
                }
            let round = ocp.lastRound.map { "\(age(now - $0.endedAt)) ago" } ?? ""
            return [
                escape(ocp.name), state, round,
                ocp.lastRound?.clusterCount.map(String.init) ?? "",
                escape(ocp.lastRound?.failure?.description ?? ""),
            ]
        }
        return table(["OCP", "State", "Last round", "Clusters", "Last error"], rows)
    }

    private static func clusterTable(_ ocps: [OCPSnapshot], now: Double) -> String {
        let clusters = ocps.flatMap { ocp in
            ocp.clusters.map { StatusRow(ocp: ocp.name, cluster: $0, now: now) }
        }
        let rows = clusters.sorted { $0.isWorse(than: $1) }.prefix(mostRows).map { item in
            [
                escape(item.cluster.name), String(item.cluster.id), escape(item.ocp),
                "<span class=\"\(item.health.rawValue)\">\(escape(item.words))</span>",
                item.delay.map(age) ?? "", item.dataBackupAge.map(age) ?? "",
                item.size.map(bytes) ?? "",
            ]
        }
        let head = [
            "Cluster", "OCP's id", "OCP", "State", "Log backup delay", "Last data backup, age",
            "Size",
        ]
        return rows.isEmpty
            ? "<p>No cluster is known yet.</p>"
            : table(head, rows) + more(clusters.count - rows.count)
    }

    /// More rows than anybody reads would only make a browser slow.
    static let mostRows = 1000

    private static func more(_ count: Int) -> String {
        count > 0 ? "<p>And \(count) more, none of them worse than the last one shown.</p>" : ""
    }

    /// A table; on a phone, where the style hides the head, each cell shows its column's name.
    private static func table(_ head: [String], _ rows: [[String]]) -> String {
        let body = rows.map { cells in
            let row = zip(head, cells).map { "<td data-label=\"\(escape($0))\">\($1)</td>" }
            return "<tr>" + row.joined() + "</tr>"
        }
        return "<table><thead><tr>" + head.map { "<th>\(escape($0))</th>" }.joined()
            + "</tr></thead><tbody>\n" + body.joined(separator: "\n") + "\n</tbody></table>"
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

    /// Seconds in the two largest units that they fill.
    static func age(_ seconds: Double) -> String {
        guard seconds.magnitude < 1e12 else { return "\(seconds) s" }
        let sign = seconds < 0 ? "−" : ""
        let whole = Int(seconds.magnitude.rounded())
        let parts = [
            (whole / 86400, "d"), (whole / 3600 % 24, "h"), (whole / 60 % 60, "min"),
            (whole % 60, "s"),
        ].drop { $0.0 == 0 }
        guard !parts.isEmpty else { return "0 s" }
        return sign + parts.prefix(2).map { "\($0.0) \($0.1)" }.joined(separator: " ")
    }

    /// Bytes in the largest unit that they fill, base 1024, as OCP shows them.
    static func bytes(_ count: Double) -> String {
        var value = count
        var unit = 0
        let units = ["B", "KB", "MB", "GB", "TB", "PB"]
        while value >= 1024, unit < units.count - 1 {
            value /= 1024
            unit += 1
        }
        return "\((value * 100).rounded() / 100) \(units[unit])"
    }
}
