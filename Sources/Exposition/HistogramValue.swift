/// Observations counted in buckets.
package struct HistogramValue: Sendable, Equatable {
    /// The upper bounds of the buckets, ascending, without `+Inf`.
    package let bounds: [Double]
    /// How many observations fell into each bucket, not cumulated; the last is beyond all bounds.
    package private(set) var counts: [UInt64]
    /// The sum of all observations.
    package private(set) var sum: Double = 0

    /// Bounds in seconds that suit an HTTP request of 1 ms to 10 s.
    package static let requestSeconds: [Double] = [
        0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ]

    /// Makes an empty histogram.
    ///
    /// - Parameter bounds: finite and ascending.
    package init(bounds: [Double]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    /// Counts one observation; one that is not finite or is negative is left out.
    package mutating func observe(_ value: Double) {
        guard value.isFinite, value >= 0 else { return }
        counts[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
        sum += value
    }
}
