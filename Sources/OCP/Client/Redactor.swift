/// Makes text from outside fit for a log: secrets replaced, one printable line, not too long.
struct Redactor: Sendable {
    /// What a secret is replaced by.
    static let mark = "<redacted>"

    /// Shorter secrets are not looked for in values, where a chance hit would falsify data.
    private static let shortestInValues = 6

    private let secrets: [[UInt8]]
    private let longSecrets: [[UInt8]]

    /// Makes a redactor that knows these secrets.
    init(_ secrets: [[UInt8]] = []) {
        // The longest first, so that no part of one is left when another is its beginning.
        self.secrets = secrets.filter { !$0.isEmpty }.sorted { $0.count > $1.count }
        longSecrets = self.secrets.filter { $0.count >= Self.shortestInValues }
    }

    /// A remark from outside, for a message.
    ///
    /// - Parameters:
    ///   - text: any text.
    ///   - limit: the most bytes to keep; what is cut off is marked by `…`.
    /// - Returns: the remark.
    func remark(_ text: String, limit: Int = 200) -> String {
        let line = PrintableText.escaped(replacing(secrets, in: text)).trimmingASCIISpace()
        return line.utf8.count <= limit ? line : line.cut(toBytes: limit - 3) + "…"
    }

    /// A value from outside, for a label: unchanged unless it repeats a secret.
    func value(_ text: String) -> String {
        replacing(longSecrets, in: text)
    }

    private func replacing(_ secrets: [[UInt8]], in text: String) -> String {
        // The shortest is the last.
        guard let shortest = secrets.last?.count, text.utf8.count >= shortest,
            secrets.contains(where: { Self.contains(text.utf8Span.span, $0) })
        else { return text }
        var bytes = Array(text.utf8)
        for secret in secrets {
            var result: [UInt8] = []
            var rest = bytes[...]
            while let byte = rest.first {
                if byte == secret[0], rest.starts(with: secret) {
                    result.append(contentsOf: Self.mark.utf8)
                    rest = rest.dropFirst(secret.count)
                } else {
                    result.append(byte)
                    rest = rest.dropFirst()
                }
            }
            bytes = result
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func contains(_ text: Span<UInt8>, _ secret: [UInt8]) -> Bool {
        guard text.count >= secret.count else { return false }
        for start in 0...(text.count - secret.count) where text[start] == secret[0] {
            var length = 1
            while length < secret.count, text[start + length] == secret[length] { length += 1 }
            if length == secret.count { return true }
        }
        return false
    }
}
