import JSON

/// One object of the configuration file: reads its members strictly and notes every mistake.
struct ConfigurationObject {
    /// The path of the object, such as `ocps[1].basic_auth`; empty for the whole file.
    let path: String
    let reader: ConfigurationReader
    /// The names of the members, in order, each once.
    let keys: [String]
    private let object: JSONElement

    /// Takes a value that must be an object, and checks the names of its members; nil, with the
    /// mistake noted, if it is none.
    ///
    /// - Parameters:
    ///   - value: what stands there.
    ///   - path: where it stands.
    ///   - known: the names that members may have; nil for names of the user's own.
    ///   - reader: takes the mistakes.
    init?(_ value: JSONElement, path: String, keys known: [String]?, reader: ConfigurationReader) {
        self.path = path
        self.reader = reader
        guard let object = value.object else {
            reader.problems.add(path, "must be an object in braces, not \(value.kind)")
            return nil
        }
        self.object = object
        let names = object.members.map(\.key)
        var seen: Set<String> = []
        keys = names.filter { seen.insert($0).inserted }
        if let known {
            for name in names where !known.contains(name) {
                problem(name, "unknown key" + Self.hint(name, among: known))
            }
        }
        seen = []
        for name in names where !seen.insert(name).inserted { problem(name, "is there twice") }
    }

    /// The path of a member.
    func path(_ key: String) -> String {
        path.isEmpty ? key : "\(path).\(key)"
    }

    /// Notes a mistake in a member.
    func problem(_ key: String, _ text: String) {
        reader.problems.add(path(key), text)
    }

    /// Whether a member is there at all; `null` counts as absent.
    func has(_ key: String) -> Bool {
        value(key) != nil
    }

    /// A member as it stands in the file; nil if it is absent or `null`.
    func value(_ key: String) -> JSONElement? {
        object[key].flatMap { $0.isNull ? nil : $0 }
    }

    /// A member that is an object.
    func object(_ key: String, keys: [String]?) -> ConfigurationObject? {
        value(key).flatMap {
            ConfigurationObject($0, path: path(key), keys: keys, reader: reader)
        }
    }

    /// What the objects of a member that is a list are read into, one after the other; nil in place
    /// of what is none, with the mistake noted.
    func objects<Value>(
        _ key: String,
        keys: [String],
        read: (ConfigurationObject) -> Value
    ) -> [Value?]? {
        array(key)?.map {
            ConfigurationObject($0, path: $1, keys: keys, reader: reader).map(read)
        }
    }

    /// The elements of a member that is a list, with their paths.
    func array(_ key: String) -> [(value: JSONElement, path: String)]? {
        guard let value = value(key) else { return nil }
        guard let array = value.array else {
            problem(key, "must be a list in square brackets, not \(value.kind)")
            return nil
        }
        return array.enumerated().map { ($0.element, "\(path(key))[\($0.offset)]") }
    }

    /// A key that has its right place elsewhere is no misspelling of a key here, unless it is just
    /// one letter away from one.
    private static func hint(_ key: String, among keys: [String]) -> String {
        if NearestName.nearest(to: key, among: keys, within: 1) == nil,
            let section = ConfigurationKeys.section(of: key, among: keys)
        {
            return "; it belongs into \(section)"
        }
        return NearestName.hint(key, among: keys)
    }
}
