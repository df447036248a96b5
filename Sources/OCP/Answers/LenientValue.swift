import JSON

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
