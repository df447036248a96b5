import OCP

/// What texts must be like, for flags and the configuration file alike.
///
/// Each rule gives words that follow the key's or flag's name, or nil for a text that is good.
enum SettingRule {
    /// The name of an OCP: the value of a label.
    static func name(_ text: String) -> String? {
        text.utf8.count <= 128 && isPrintable(text)
            ? nil : "must have at most 128 bytes and no control characters"
    }

    /// The user of HTTP Basic (RFC 7617).
    static func username(_ text: String) -> String? {
        guard isPrintable(text) else { return "must not have control characters" }
        return text.contains(":") ? "must not have a colon, which HTTP Basic cannot carry" : nil
    }

    /// The id of an access key, which stands in a header field before a colon.
    static func accessKeyId(_ text: String) -> String? {
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
        return isPlain ? nil : "must not have spaces, colons or control characters"
    }

    /// A host with a port or without one.
    static func host(_ text: String) -> String? {
        guard let url = try? BaseURL("http://\(text)"), url.pathPrefix.isEmpty,
            !text.hasSuffix("/")
        else { return "must be a host, or a host and a port, such as ocp.example:8080" }
        return nil
    }

    private static func isPrintable(_ text: String) -> Bool {
        PrintableText.escaped(text) == text
    }
}
