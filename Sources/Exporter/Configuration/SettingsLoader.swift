import OCP

/// Everything that a reload can change.
package struct Settings: Sendable, Equatable {
    /// The OCPs, in the order in which they stand on the page.
    var ocps: [OCPSettings]
    /// What counts as late.
    var thresholds = ThresholdRules()
}

/// Everything that is wrong with a configuration or a command line, a line each.
package struct ConfigurationMistakes: Error, Equatable, CustomStringConvertible {
    /// Each names the file and the path of the key, or the flag, and what to do.
    package var lines: [String]

    package var description: String { lines.joined(separator: "\n") }
}

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
        try checkShard()
        var settings = try loadAll()
        for index in settings.ocps.indices {
            settings.ocps[index].clusters.shard = options.shard
        }
        return settings
    }

    /// One of the two flags alone would leave clusters out, or poll them twice.
    private func checkShard() throws(ConfigurationMistakes) {
        let (index, count) = (options.spelling("shard.index"), options.spelling("shard.count"))
        let problem: String
        switch (options.shardIndex, options.shardCount) {
        case (nil, nil): return
        case (_?, nil): problem = "\(index) needs --shard.count, the number of shards"
        case (nil, _?):
            problem = "\(count) needs --shard.index, from 0 to one less than the count"
        case (let number?, let limit?):
            guard number >= limit else { return }
            problem = "\(index) must be below \(count), which is \(limit); the first shard is 0"
        }
        throw ConfigurationMistakes(lines: [problem])
    }

    /// Loads the settings as if no other exporter shared the clusters.
    private func loadAll() throws(ConfigurationMistakes) -> Settings {
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
        var settings = try single.read()
        settings.tenants.lookBack = TenantSettings.lookBack(
            beyond: file.thresholds.largestDataBackupAge
        )
        return Settings(ocps: [settings], thresholds: file.thresholds)
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
