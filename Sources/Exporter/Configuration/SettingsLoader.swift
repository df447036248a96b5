import OCP

/// Makes settings of the flags, the environment and the configuration file.
package struct SettingsLoader: Sendable {
    /// The flags, with the environment behind them.
    package var options: Options
    /// The variables, for `${NAME}` and for secrets.
    private let environment: [String: String]

    /// Makes a loader; a reload uses the same one again.
    package init(options: Options, environment: [String: String]) {
        self.options = options
        self.environment = environment
    }

    /// Loads the settings as they are now.
    ///
    /// - Throws: every mistake at once.
    package func load() throws(ConfigurationMistakes) -> Settings {
        let single = SingleOCPReader(options: options, environment: environment)
        guard let path = options.configFile else {
            return Settings(ocps: [try single.read()])
        }
        let file = try ConfigurationFile(path, overrides: options, environment: environment)
        if let ocps = file.ocps {
            try checkNothingIsInVain(path, file)
            return Settings(ocps: ocps, thresholds: file.thresholds)
        }
        guard options.ocp != Options.SingleOCP() else {
            throw ConfigurationMistakes(lines: [
                "\(path): ocps: is missing: the list of OCPs to poll"
            ])
        }
        return Settings(ocps: [try single.read()], thresholds: file.thresholds)
    }

    /// Refuses flags of the single OCP beside a file that names OCPs, where they would do nothing.
    ///
    /// Variables that the file takes its values from are there for the file.
    private func checkNothingIsInVain(
        _ path: String,
        _ file: ConfigurationFile
    ) throws(ConfigurationMistakes) {
        var lines: [String] = []
        for flag in FlagTable.flags where flag.group == .ocp {
            guard let source = options.sources[flag.name],
                source == .argument || !file.variables.contains(flag.variable)
            else { continue }
            lines.append(
                "\(options.spelling(flag.name)) has no effect, because \(path) names the OCPs:"
                    + " keep one of them"
            )
        }
        guard lines.isEmpty else { throw ConfigurationMistakes(lines: lines) }
    }
}
