import JSON

/// One object of the configuration file: reads its members strictly and notes every mistake.
struct ConfigurationObject {
    /// The path of the object, such as `ocps[1].basic_auth`; empty for the whole file.
    let path: String
    let reader: ConfigurationReader
    private let object: JSONObject

    /// Takes a value that must be an object, and checks the names of its members.
    ///
    /// - Returns: nil, with the mistake noted, if it is not an object.
    init?(_ value: JSONValue, path: String, keys: [String], reader: ConfigurationReader) {
        guard let object = value.object else {
            reader.problems.add(path, "must be an object, not \(value.kind)")
            return nil
        }
        self.path = path
        self.reader = reader
        self.object = object
        for member in object.members where !keys.contains(member.key) {
            reader.problems.add(
                self.path(member.key),
                "unknown key" + NearestName.hint(member.key, among: keys)
            )
        }
        for member in object.duplicates {
            reader.problems.add(self.path(member.key), "is there twice")
        }
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
        object[key].map { !$0.isNull } ?? false
    }

    /// A text, with `${NAME}` replaced from the environment.
    func string(_ key: String) -> String? {
        guard let value = present(key) else { return nil }
        guard let text = value.string else {
            problem(key, "must be a string in quotes, not \(value.kind)")
            return nil
        }
        return reader.expand(text, at: path(key))
    }

    /// A text as it stands in the file.
    func rawString(_ key: String) -> String? {
        present(key)?.string
    }

    /// `true` or `false`.
    func bool(_ key: String) -> Bool? {
        guard let value = present(key) else { return nil }
        guard let bool = value.bool else {
            problem(key, "must be true or false, not \(value.kind)")
            return nil
        }
        return bool
    }

    /// A whole number in a range.
    func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let value = present(key) else { return nil }
        guard let number = value.number?.int64.flatMap({ Int(exactly: $0) }), range.contains(number)
        else {
            problem(key, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    /// A number in a range.
    func number(_ key: String, in range: ClosedRange<Double>) -> Double? {
        guard let value = present(key) else { return nil }
        guard let number = value.number?.double, range.contains(number) else {
            problem(key, "must be a number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    /// A duration in a range.
    func duration(_ key: String, in range: ClosedRange<Duration>) -> Duration? {
        guard let value = present(key) else { return nil }
        guard value.string != nil else {
            problem(
                key,
                "must be a duration in quotes, not \(value.kind): \(DurationText.example)"
            )
            return nil
        }
        guard let text = string(key) else { return nil }
        do throws(Flag.Problem) {
            return try Flag.duration(text, in: range)
        } catch {
            problem(key, error.text)
            return nil
        }
    }

    /// A regular expression.
    func pattern(_ key: String) -> Pattern? {
        guard let text = string(key) else { return nil }
        do {
            return try Pattern(text)
        } catch {
            problem(key, "is not a regular expression: \(error)")
            return nil
        }
    }

    /// The path of a file that can be read now; a relative one begins at the configuration's folder.
    func readableFile(_ key: String) -> String? {
        guard let text = string(key) else { return nil }
        let path = reader.resolve(text)
        do throws(TextFile.Problem) {
            _ = try TextFile.bytes(path)
            return path
        } catch {
            problem(key, "cannot be read: \(error)")
            return nil
        }
    }

    /// A member that is an object.
    func object(_ key: String, keys: [String]) -> ConfigurationObject? {
        present(key).flatMap {
            ConfigurationObject($0, path: path(key), keys: keys, reader: reader)
        }
    }

    /// The elements of a member that is a list, with their paths.
    func array(_ key: String) -> [(value: JSONValue, path: String)]? {
        guard let value = present(key) else { return nil }
        guard let array = value.array else {
            problem(key, "must be a list in square brackets, not \(value.kind)")
            return nil
        }
        return array.enumerated().map { ($0.element, "\(path(key))[\($0.offset)]") }
    }

    /// The members of a member that is an object with names of the user's own.
    func strings(_ key: String) -> [(name: String, value: String)] {
        guard let value = present(key) else { return [] }
        guard let object = value.object,
            let own = ConfigurationObject(
                value,
                path: path(key),
                keys: object.members.map(\.key),
                reader: reader
            )
        else {
            problem(key, "must be an object, not \(value.kind)")
            return []
        }
        return object.members.compactMap { member in
            own.string(member.key).map { (member.key, $0) }
        }
    }

    private func present(_ key: String) -> JSONValue? {
        object[key].flatMap { $0.isNull ? nil : $0 }
    }
}
