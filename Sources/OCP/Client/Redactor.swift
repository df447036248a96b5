/// Makes text from outside fit for a log: secrets replaced, one printable line, not too long.
struct Redactor: Sendable {
    /// What a secret is replaced by.
    static let mark = "<redacted>"

    /// Shorter secrets are not looked for in values, where a chance hit would falsify data.
    private static let shortestInValues = 6

    private let secrets: [[UInt8]]

    /// Makes a redactor that knows these secrets.
    init(_ secrets: [[UInt8]] = []) {
        // The longest first, so that no part of one is left when another is its beginning.
        self.secrets = secrets.filter { !$0.isEmpty }.sorted { $0.count > $1.count }
    }

    /// A remark from outside, for a message.
    ///
    /// - Parameters:
    ///   - text: any text.
    ///   - limit: the most bytes to keep; what is cut off is marked by `…`.
    /// - Returns: the remark.
    func remark(_ text: String, limit: Int = 200) -> String {
        let line = replacing(secrets, in: text).escapingControls().trimmingASCIISpace()
        return line.utf8.count <= limit ? line : line.cut(toBytes: limit - 3) + "…"
    }

    /// A value from outside, for a label: unchanged unless it repeats a secret.
    func value(_ text: String) -> String {
        replacing(secrets.filter { $0.count >= Self.shortestInValues }, in: text)
    }

    private func replacing(_ secrets: [[UInt8]], in text: String) -> String {
        guard secrets.contains(where: { $0.count <= text.utf8.count }) else { return text }
        var bytes = Array(text.utf8)
        var changed = false
        for secret in secrets where bytes.count >= secret.count {
            var result: [UInt8] = []
            var index = 0
            while index < bytes.count {
                if bytes[index] == secret[0], bytes[index...].starts(with: secret) {
                    result.append(contentsOf: Self.mark.utf8)
                    index += secret.count
                    changed = true
                } else {
                    result.append(bytes[index])
                    index += 1
                }
            }
            bytes = result
        }
        return changed ? String(decoding: bytes, as: UTF8.self) : text
    }
}
