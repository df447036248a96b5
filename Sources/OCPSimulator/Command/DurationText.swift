/// Spans of time as flags take them: a number and one of `ms`, `s`, `m`, `h`, `d`.
enum DurationText {
    private static let units: [(suffix: String, milliseconds: Int64)] = [
        ("ms", 1), ("s", 1000), ("m", Span.minute), ("h", Span.hour), ("d", Span.day),
    ]

    /// The milliseconds of a text, at most a year; nil for another form.
    static func milliseconds(_ text: String) -> Int64? {
        guard let unit = units.first(where: { text.hasSuffix($0.suffix) }) else { return nil }
        let digits = text.dropLast(unit.suffix.count)
        guard digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let number = Int64(digits) else {
            return nil
        }
        let (product, overflow) = number.multipliedReportingOverflow(by: unit.milliseconds)
        return overflow || product > 366 * Span.day ? nil : product
    }
}
