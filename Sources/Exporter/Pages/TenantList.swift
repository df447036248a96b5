/// The tenants of a cluster on the status page: the worst to be seen, the others behind a fold.
enum TenantList {
    /// How many are shown when a fold is opened; the rest are behind another.
    private static let first = 25

    /// Writes the list.
    ///
    /// - Parameter tenants: worst first.
    /// - Returns: HTML, empty if there are none.
    static func html(_ tenants: [TenantRow]) -> String {
        guard let worst = tenants.first else { return "" }
        let count = tenants.count == 1 ? "1 tenant" : "\(tenants.count) tenants"
        let counts = [Judgement.Health.bad, .warn].map { health in
            (health, tenants.count { $0.health == health })
        }.filter { $0.1 > 0 }.map { ", \($0.1) \($0.0.word)" }.joined()
        let summary =
            worst.health == .good
            ? "\(count), all good" : "\(count)\(counts); worst: \(line(worst))"
        return "<details><summary>\(summary)</summary>\(list(tenants[...]))</details>"
    }

    private static func list(_ tenants: ArraySlice<TenantRow>) -> String {
        let shown = tenants.prefix(first)
        let rest = tenants.dropFirst(first)
        let items = shown.map { "<li>\(line($0))\(details($0))</li>" }.joined()
        // All of them at once, for a fold in a fold in a fold is no help.
        let more = rest.map { "<li>\(line($0))\(details($0))</li>" }.joined()
        return "<ul>\(items)</ul>"
            + (rest.isEmpty
                ? ""
                : "<details><summary>\(rest.count) more</summary><ul>\(more)</ul></details>")
    }

    private static func line(_ tenant: TenantRow) -> String {
        "\(StatusPage.name(tenant.name)) <span class=\"\(tenant.health.rawValue)\">"
            + "\(StatusPage.escape(tenant.words))</span>"
    }

    private static func details(_ tenant: TenantRow) -> String {
        var facts: [String] = []
        if let delay = tenant.delay { facts.append("log delay \(QuantityText.age(delay))") }
        if let age = tenant.successAge { facts.append("backup \(QuantityText.age(age)) ago") }
        // It was cut to 200 bytes when it was read.
        if let error = tenant.error { facts.append("OCP says: \(error)") }
        return facts.isEmpty
            ? "" : " <small>\(StatusPage.escape(facts.joined(separator: ", ")))</small>"
    }
}
