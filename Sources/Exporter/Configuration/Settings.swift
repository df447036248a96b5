/// Everything that a reload can change.
package struct Settings: Sendable, Equatable {
    /// The OCPs, in the order in which they stand on the page.
    package var ocps: [OCPSettings]
    /// What counts as late.
    package var thresholds = ThresholdRules()

    /// Makes settings.
    package init(ocps: [OCPSettings], thresholds: ThresholdRules = ThresholdRules()) {
        self.ocps = ocps
        self.thresholds = thresholds
    }
}

/// Everything that is wrong with a configuration, a line each.
package struct ConfigurationMistakes: Error, Equatable, CustomStringConvertible {
    /// Each names the file, the path of the key and what to do.
    package var lines: [String]

    package var description: String { lines.joined(separator: "\n") }
}
