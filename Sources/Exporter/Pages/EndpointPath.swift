/// The paths that the exporter answers.
enum EndpointPath {
    static let status = "/"
    static let healthy = "/-/healthy"
    static let ready = "/-/ready"
    static let reload = "/-/reload"

    /// Checks a path for the metrics.
    ///
    /// - Throws: words that follow the flag's name.
    static func telemetry(_ text: String) throws(Flag.Problem) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            byte > 0x20 && byte < 0x7F && !"?#%\"<>\\^`{|}".utf8.contains(byte)
        }
        guard text.hasPrefix("/"), text.count > 1, isPlain, !text.contains("//"),
            !text.split(separator: "/").contains(where: { $0 == "." || $0 == ".." })
        else {
            throw Flag.Problem(
                text: "must be a plain path such as /metrics, not"
                    + " \"\(PrintableText.escaped(text))\""
            )
        }
        guard ![healthy, ready, reload].contains(text) else {
            throw Flag.Problem(text: "must not be \(text), which is taken")
        }
        return text
    }
}
