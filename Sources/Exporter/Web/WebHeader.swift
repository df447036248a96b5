import OCP

/// The header fields that exporter-toolkit lets a configuration add to answers.
enum WebHeader: String, CaseIterable {
    case contentSecurityPolicy = "Content-Security-Policy"
    case frameOptions = "X-Frame-Options"
    case contentTypeOptions = "X-Content-Type-Options"
    case xssProtection = "X-XSS-Protection"
    case strictTransportSecurity = "Strict-Transport-Security"

    /// What is wrong with a value, in words that follow the name of the field; nil if nothing is.
    func objection(to value: String) -> String? {
        let words: [String]
        switch self {
        case .frameOptions: words = ["deny", "sameorigin"]
        case .contentTypeOptions: words = ["nosniff"]
        case .contentSecurityPolicy, .xssProtection, .strictTransportSecurity: words = []
        }
        guard words.isEmpty || words.contains(value) else {
            return "must be \(words.joined(separator: " or "))"
        }
        do throws(SettingProblem) {
            _ = try HeaderField(configured: rawValue, value: value)
            return nil
        } catch {
            return error.description
        }
    }
}
