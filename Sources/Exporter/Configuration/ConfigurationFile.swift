import Kernel

/// What a configuration file says.
struct ConfigurationFile {
    /// The OCPs; nil if the file does not name any.
    private(set) var ocps: [OCPSettings]?
    private(set) var thresholds = ThresholdRules()
    /// The environment variables that the file takes values from.
    private(set) var variables: Set<String> = []

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - overrides: flags that beat it.
    ///   - environment: the variables for `${NAME}`.
    /// - Throws: every mistake at once.
    init(
        _ path: String,
        overrides: Options,
        environment: [String: String]
    ) throws(ConfigurationMistakes) {
        let reader = ConfigurationReader(
            path: path,
            overrides: overrides,
            environment: environment
        )
        do throws(FileProblem) {
            let bytes = try TextFile.bytes(path)
            if let root = reader.object(bytes, keys: ConfigurationKeys.root) {
                thresholds = ThresholdReader.read(root)
                ocps = Self.readOCPs(root, thresholds.largestDataBackupAge)
            }
        } catch {
            reader.problems.add("", "cannot be read: \(error.reason)")
        }
        let lines = reader.problems.lines
        guard lines.isEmpty else { throw ConfigurationMistakes(lines: lines) }
        variables = reader.variables.names
    }

    private static func readOCPs(
        _ root: ConfigurationObject,
        _ largestAge: Double
    ) -> [OCPSettings]? {
        let drafts = root.objects("ocps", keys: ConfigurationKeys.ocp) {
            OCPSettingsReader.read($0, largestDataBackupAge: largestAge)
        }
        guard let drafts else { return nil }
        if drafts.isEmpty {
            root.problem("ocps", "names no OCP")
        }
        var first: [String: Int] = [:]
        for (index, draft) in drafts.enumerated() {
            guard let name = draft?.name else { continue }
            if let other = first[name] {
                root.reader.problems.add(
                    "ocps[\(index)].name",
                    "is that of ocps[\(other)] too: each OCP needs a name of its own"
                )
            } else {
                first[name] = index
            }
        }
        return drafts.compactMap { $0?.settings }
    }
}
