import JSON
import OCP

/// Members that are one value.
extension ConfigurationObject {
    /// A text that is not empty, with `${NAME}` replaced from the environment.
    func string(_ key: String) -> String? {
        guard let text = text(key) else { return nil }
        guard !text.isEmpty else {
            problem(key, "must not be empty")
            return nil
        }
        return text
    }

    /// A text that may be empty, with `${NAME}` replaced from the environment.
    func text(_ key: String) -> String? {
        guard let value = value(key) else { return nil }
        guard let text = value.string else {
            problem(key, "must be a string in quotes, not \(value.kind)")
            return nil
        }
        do throws(VariableExpansion.Problem) {
            return try reader.variables.expand(text)
        } catch {
            problem(key, error.text)
            return nil
        }
    }

    /// A text as it stands in the file: the one to show, as what replaces a `${NAME}` in it may be
    /// a secret.
    func written(_ key: String) -> String? {
        value(key)?.string
    }

    /// `true` or `false`.
    func bool(_ key: String) -> Bool? {
        guard let value = value(key) else { return nil }
        guard let bool = value.bool else {
            problem(key, "must be true or false, not \(value.kind)")
            return nil
        }
        return bool
    }

    /// A whole number in a range.
    func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let value = value(key) else { return nil }
        guard let number = value.number?.int64.flatMap({ Int(exactly: $0) }), range.contains(number)
        else {
            problem(
                key,
                "must be a whole number from \(range.lowerBound) to \(range.upperBound), not"
                    + " \(value.number?.text ?? value.kind)"
            )
            return nil
        }
        return number
    }

    /// A share: a number from 0 to 1.
    func share(_ key: String) -> Double? {
        guard let value = value(key) else { return nil }
        guard let number = value.number?.double, (0...1).contains(number) else {
            problem(
                key,
                "must be a number from 0 to 1, not \(value.number?.text ?? value.kind)"
            )
            return nil
        }
        return number
    }

    /// A duration in a range.
    func duration(_ key: String, in range: ClosedRange<Duration>) -> Duration? {
        guard let value = value(key) else { return nil }
        guard value.string != nil else {
            problem(
                key,
                "must be a duration in quotes, not \(value.kind): \(DurationText.example)"
            )
            return nil
        }
        guard let text = string(key) else { return nil }
        do throws(Flag.Problem) {
            return try Flag.duration(text, in: range, written: written(key))
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
            // The parser's words quote the expression.
            let isLiteral = text == written(key)
            problem(key, "is not a regular expression" + (isLiteral ? ": \(error)" : ""))
            return nil
        }
    }

    /// A path; a relative one begins at the folder of the configuration.
    func file(_ key: String) -> String? {
        string(key).map(reader.resolve)
    }

    /// One of several words.
    func word<Word: RawRepresentable & CaseIterable>(
        _ key: String,
        _: Word.Type
    ) -> Word? where Word.RawValue == String {
        guard let text = string(key) else { return nil }
        guard let word = Word(rawValue: text) else {
            let all = Word.allCases.map(\.rawValue).joined(separator: ", ")
            problem(key, "must be one of \(all), not \"\(written(key) ?? "")\"")
            return nil
        }
        return word
    }

    /// A list of texts that some check accepts; empty if it is absent.
    func strings(_ key: String, checked check: (String) -> String?) -> [String] {
        (array(key) ?? []).compactMap { value, path in
            guard let text = value.string else {
                reader.problems.add(path, "must be a string in quotes, not \(value.kind)")
                return nil
            }
            guard let words = text.isEmpty ? "must not be empty" : check(text) else { return text }
            reader.problems.add(path, words)
            return nil
        }
    }

    /// A text that some check accepts, which says in words what is wrong with others.
    func string(_ key: String, checked check: (String) -> String?) -> String? {
        guard let text = string(key) else { return nil }
        guard let words = check(text) else { return text }
        problem(key, words)
        return nil
    }

    /// What some initializer makes of a text.
    func string<Value>(
        _ key: String,
        as make: (String) throws(SettingProblem) -> Value
    ) -> Value? {
        string(key).flatMap { text in
            self.make(key) { () throws(SettingProblem) in try make(text) }
        }
    }

    /// What is made of a member, or nil with its problem noted.
    func make<Value>(_ key: String, _ make: () throws(SettingProblem) -> Value) -> Value? {
        do throws(SettingProblem) {
            return try make()
        } catch {
            problem(key, error.description)
            return nil
        }
    }
}
