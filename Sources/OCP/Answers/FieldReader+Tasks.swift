import JSON

/// What tenants, tasks and strategies have and the overview has not.
extension FieldReader {
    /// An id without which a row is of no use: its absence is noted too.
    mutating func requiredId(_ key: String, in object: JSONElement) -> Int64? {
        if let id = positiveInteger(key, in: object) { return id }
        if value(key, in: object) == nil { note(key, "an element has no \(key)") }
        return nil
    }

    /// An id that a row may lack: 0 and less stand for none, and nothing is noted.
    mutating func optionalId(_ key: String, in object: JSONElement) -> Int64? {
        let id = read(key, in: object, as: "an integer", LenientValue.integer)
        return id.flatMap { $0 > 0 ? $0 : nil }
    }

    /// The same as text, from a number or a string.
    mutating func optionalIdentifier(_ key: String, in object: JSONElement) -> String? {
        let text = identifier(key, in: object)
        return text.flatMap { $0 == "0" || $0.hasPrefix("-") ? nil : $0 }
    }

    /// A message for people: one printable line of at most 200 bytes, without our secrets.
    mutating func remark(_ key: String, in object: JSONElement) -> String? {
        let text = read(key, in: object, as: "a string") { $0.string }
        let line = text.map { redactor.remark($0) }
        return line?.isEmpty == false ? line : nil
    }

    /// A length of time in seconds, of a number of units of so many seconds.
    ///
    /// −1 stands for none; other negative numbers are noted.
    mutating func duration(
        _ key: String,
        in object: JSONElement?,
        unit: Double
    ) -> Double? {
        guard let count = number(key, in: object), count != -1 else { return nil }
        let seconds = count * unit
        guard seconds >= 0, seconds.isFinite else {
            note(key, "the number is negative or too large")
            return nil
        }
        return seconds == 0 ? 0 : seconds
    }
}
