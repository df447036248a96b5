/// Numbers as both formats want them: `NaN`, `+Inf`, `-Inf`, whole numbers without `.0`, and the
/// shortest digits that read back as the same number otherwise.
package enum SampleValue {
    /// The most bytes that a number takes: `-2.2250738585072014e-308` has 24.
    static let longest = 32

    /// The text of a number.
    package static func text(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        let description = value.description
        return description.hasSuffix(".0") ? String(description.dropLast(2)) : description
    }

    /// A bound of a histogram: always with a fraction, as OpenMetrics asks of `le`.
    static func bound(_ value: Double) -> String {
        value.isInfinite ? text(value) : value.description
    }

    /// Splits a number into a whole count of thousandths, if it is one exactly.
    ///
    /// Delays, counts and OCP's millisecond times all are; they are written without making a
    /// `String`. Below 10¹⁵ thousandths the decimal is the shortest one, because a double tells 15
    /// digits apart.
    static func thousandths(_ value: Double) -> Int64? {
        let scaled = (value * 1000).rounded()
        guard scaled.magnitude < 1e15, scaled / 1000 == value, !(value == 0 && value.sign == .minus)
        else { return nil }
        return Int64(exactly: scaled)
    }
}
