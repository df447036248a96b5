import Kernel
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

    /// The path of a file that holds a secret, which must be readable now.
    ///
    /// Somebody may have written the secret itself where its path is meant, so that only what looks
    /// like a path is repeated, and never what came from the environment.
    ///
    /// - Parameters:
    ///   - path: the path.
    ///   - written: how it stood where it came from.
    /// - Returns: what is wrong with it, if anything is.
    static func secretFile(_ path: String, written: String) -> String? {
        do throws(FileProblem) {
            _ = try SecretReader(.file(path: path)).current()
            return nil
        } catch {
            let isPath = written.contains("/") && !written.contains("${")
            return "cannot be used: "
                + (isPath
                    ? error.description
                    : "\(error.reason) (it must be the path of a file that holds the secret)")
        }
    }

    private static func isPrintable(_ text: String) -> Bool {
        PrintableText.escaped(text) == text
    }
}

/// The ranges that flags and the configuration file share.
enum SettingRange {
    /// Between the starts of two rounds.
    static let pollInterval: ClosedRange<Duration> = .seconds(1) ... .seconds(86_400)
    /// The deadline of a request.
    static let pollTimeout: ClosedRange<Duration> = .milliseconds(100) ... .seconds(600)
    /// Requests in flight to one OCP.
    static let concurrency = 1...1000
    /// Between two requests of a collector for the same target.
    static let collectorInterval: ClosedRange<Duration> = .seconds(1) ... .seconds(7 * 86_400)
    /// How far back data backups count.
    static let lookBack: ClosedRange<Duration> = .seconds(86_400) ... .seconds(3650 * 86_400)
    /// When `once` begins its last request.
    static let onceTimeout: ClosedRange<Duration> = .seconds(1) ... .seconds(86_400)
    /// Shards that share the clusters.
    static let shardCount = 1...1000
    /// The index of one of them.
    static let shardIndex = 0...999
    /// Open connections of the server.
    static let connections = 1...1_000_000
    /// Other durations of the configuration: thresholds and `stale_after`.
    static let threshold: ClosedRange<Duration> = .seconds(1) ... .seconds(3650 * 86_400)
}
