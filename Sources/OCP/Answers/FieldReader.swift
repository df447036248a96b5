import JSON

/// Reads the fields of an answer one by one, so that a bad one costs nothing but itself.
///
/// A field that is absent, null or an empty string is nil. One that is there and cannot be used is
/// nil too, and noted.
struct FieldReader {
    /// The most bytes of a name that are kept.
    static let nameLimit = 1_024
    /// The most bytes of a state that are kept.
    static let stateLimit = 64
    /// The most bad fields of one answer that are noted.
    static let noteLimit = 1_000

    /// The bad fields so far.
    private(set) var malformedFields: [MalformedField] = []
    /// Whether any field that was asked for has a value, good or bad.
    private(set) var hasValues = false
    /// The fields that were asked for or noted; nil unless they are wanted.
    private(set) var fields: Set<String>?
    /// Knows the secrets that no value may repeat.
    let redactor: Redactor
    private let quotesValues: Bool

    /// Makes a reader.
    ///
    /// - Parameters:
    ///   - redactor: knows the secrets that no value may repeat.
    ///   - keepsFields: whether ``fields`` are wanted.
    ///   - quotesValues: whether a problem may repeat the value; if not, it names the kind of value.
    init(redactor: Redactor, keepsFields: Bool = false, quotesValues: Bool = true) {
        self.redactor = redactor
        self.quotesValues = quotesValues
        if keepsFields { fields = [] }
    }

    /// Notes a bad field.
    mutating func note(_ field: String, _ problem: String) {
        fields?.insert(field)
        guard malformedFields.count < Self.noteLimit else { return }
        malformedFields.append(MalformedField(field: field, problem: problem))
    }

    /// An object in an object.
    mutating func object(_ key: String, in object: JSONElement?) -> JSONElement? {
        read(key, in: object, as: "an object") { $0.object }
    }

    /// A name: kept as it is, but cut on a character boundary.
    mutating func name(_ key: String, in object: JSONElement?) -> String? {
        let name = read(key, in: object, as: "a string") { $0.string }
        return name.map { redactor.value($0).cut(toBytes: Self.nameLimit) }
    }

    /// A state: a word, without spaces around it and control characters in it.
    mutating func state(_ key: String, in object: JSONElement?) -> String? {
        let word = read(key, in: object, as: "a string") { $0.string }
        guard let word else { return nil }
        if Self.isPlain(word), redactor.value(word) == word { return word }
        // Before and after, for dropping characters may make a secret that was not there.
        let printable = redactor.value(word).droppingControls().trimmingASCIISpace()
        let state = redactor.value(printable).cut(toBytes: Self.stateLimit)
        return state.isEmpty ? nil : state
    }

    /// True for a word as OCP sends them all: short, of letters, digits and underscores.
    private static func isPlain(_ word: String) -> Bool {
        let bytes = word.utf8
        return bytes.count <= stateLimit
            && bytes.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    /// An id as text, from a number or a string.
    mutating func identifier(_ key: String, in object: JSONElement?) -> String? {
        let text = read(key, in: object, as: "a number or a string") { value in
            LenientValue.integer(value).map { String($0) } ?? value.string?.trimmingASCIISpace()
        }
        return text.map { redactor.value($0).cut(toBytes: Self.nameLimit) }
    }

    /// An id of OCP: a positive integer.
    mutating func positiveInteger(_ key: String, in object: JSONElement?) -> Int64? {
        read(key, in: object, as: "a positive integer") { value in
            LenientValue.integer(value).flatMap { $0 > 0 ? $0 : nil }
        }
    }

    /// A truth value.
    mutating func flag(_ key: String, in object: JSONElement?) -> Bool? {
        read(key, in: object, as: "true or false", LenientValue.flag)
    }

    /// A finite number.
    mutating func number(_ key: String, in object: JSONElement?) -> Double? {
        read(key, in: object, as: "a finite number", LenientValue.number)
    }

    /// A point in time, in seconds since 1970; numbers are not taken, for OCP never sends one.
    ///
    /// The epoch, in whatever zone it is written, stands for never: it is absent, and nothing is noted.
    mutating func time(_ key: String, in object: JSONElement?) -> Double? {
        let time = read(key, in: object, as: "a time with an offset in 1970 to 9999") { value in
            if let bytes = value.plainBytes { return Timestamp.seconds(bytes) }
            return value.string.flatMap(Timestamp.seconds)
        }
        return time.flatMap { $0 > 0 ? $0 : nil }
    }

    /// The value of a field, or nil if it is absent, null or an empty string.
    mutating func value(_ key: String, in object: JSONElement?) -> JSONElement? {
        fields?.insert(key)
        guard let value = object?[key], !value.isNull, !Self.isBlank(value) else { return nil }
        hasValues = true
        return value
    }

    /// True for a string without anything but white space.
    private static func isBlank(_ value: JSONElement) -> Bool {
        if let bytes = value.plainBytes { return bytes.allSatisfy(\.isASCIISpace) }
        return value.string?.trimmingASCIISpace().isEmpty == true
    }

    /// What a value is, for a message: its beginning if it is short text, else its kind.
    func excerpt(_ value: JSONElement) -> String {
        guard quotesValues else { return value.kind }
        if let text = value.string { return "\"\(redactor.remark(text, limit: 60))\"" }
        if let number = value.number { return redactor.remark(number.text, limit: 60) }
        return value.bool.map { $0 ? "true" : "false" } ?? value.kind
    }

    /// Reads a field and notes it if it is there and cannot be converted.
    mutating func read<Value>(
        _ key: String,
        in object: JSONElement?,
        as kind: String,
        _ convert: (JSONElement) -> Value?
    ) -> Value? {
        guard let value = value(key, in: object) else { return nil }
        if let converted = convert(value) { return converted }
        note(key, "\(excerpt(value)) is not \(kind)")
        return nil
    }
}

/// Reads values that OCP writes now one way, now another.
enum LenientValue {
    /// `true`, `false`, or a string of that text in any case.
    static func flag(_ value: JSONElement) -> Bool? {
        if let flag = value.bool { return flag }
        switch value.string?.trimmingASCIISpace().lowercased() {
        case "true": return true
        case "false": return false
        default: return nil
        }
    }

    /// A number, or a string that holds one by JSON's grammar; nil unless finite.
    static func number(_ value: JSONElement) -> Double? {
        numeral(value)?.double
    }

    /// An integer of 64 bits, exactly; OCP writes large ones as strings.
    static func integer(_ value: JSONElement) -> Int64? {
        numeral(value)?.int64
    }

    private static func numeral(_ value: JSONElement) -> JSONNumber? {
        value.number ?? value.string.flatMap { JSONNumber($0.trimmingASCIISpace()) }
    }
}
