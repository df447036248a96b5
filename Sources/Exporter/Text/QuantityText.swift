/// Ages and sizes as people read them, on the status page, in the picture and in findings.
enum QuantityText {
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
