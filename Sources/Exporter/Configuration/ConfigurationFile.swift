import JSON
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
                ocps = Self.readOCPs(root)
                thresholds = ThresholdReader.read(root)
                checkLookBack(root)
            }
        } catch {
            reader.problems.add("", "cannot be read: \(error.reason)")
        }
        let lines = reader.problems.lines
        guard lines.isEmpty else { throw ConfigurationMistakes(lines: lines) }
        variables = reader.variables.names
    }

    /// A backup that is not yet too old must not be out of sight: where nothing is said, one looks back
    /// far enough.
    private mutating func checkLookBack(_ root: ConfigurationObject) {
        let age = thresholds.largestDataBackupAge
        let elements = root.array("ocps") ?? []
        for index in ocps?.indices ?? 0..<0 where ocps?[index].tenants.mode != .off {
            guard let lookBack = ocps?[index].tenants.lookBack, lookBack.seconds <= age else {
                continue
            }
            if elements.indices.contains(index),
                elements[index].value.object?["tenants"]?.object?["look_back"] != nil
            {
                root.reader.problems.add(
                    "ocps[\(index)].tenants.look_back",
                    "must be longer than the largest data_backup_age, which is"
                        + " \(DurationText.text(.seconds(age)))"
                )
            } else {
                ocps?[index].tenants.lookBack = .seconds(age + 7 * 86_400)
            }
        }
    }

    private static func readOCPs(_ root: ConfigurationObject) -> [OCPSettings]? {
        let keys = ConfigurationKeys.ocp
        guard let drafts = root.objects("ocps", keys: keys, read: OCPSettingsReader.read) else {
            return nil
        }
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
