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

    /// A message for people: one printable line of at most 200 bytes, without our secrets and without
    /// the keys of a storage.
    mutating func remark(_ key: String, in object: JSONElement) -> String? {
        let text = read(key, in: object, as: "a string") { $0.string }
        guard let text else { return nil }
        // Cut twice: a pattern is not for megabytes, and what it replaces may be long.
        let line = Self.maskingStorageKeys(redactor.remark(text, limit: 4_096))
        return line.isEmpty ? nil : redactor.remark(line)
    }

    /// The text without what follows `access_id=`, `access_key=`, `"accessKeySecret":` and the like.
    ///
    /// OceanBase writes a backup's place as `oss://…?host=…&access_id=…&access_key=…`, and its messages
    /// may quote that.
    private static func maskingStorageKeys(_ line: String) -> String {
        let pattern =
            /((?:access_?(?:key|id)|secret|encrypt_?key)\w*["']?\s*[=:]\s*["']?)[^\s"'&,;}]+/
            .ignoresCase()
        return line.replacing(pattern) { "\($0.1)\(Redactor.mark)" }
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
