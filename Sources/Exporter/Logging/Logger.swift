import Glibc
import OCP

/// Writes one line for each event to standard error, as logfmt or JSON.
package struct Logger: Sendable {
    /// How important an event is.
    package enum Level: String, Sendable, CaseIterable, Comparable {
        case debug, info, warn, error

        package static func < (left: Level, right: Level) -> Bool {
            allCases.firstIndex(of: left) ?? 0 < allCases.firstIndex(of: right) ?? 0
        }
    }

    /// The two layouts.
    package enum Format: String, Sendable, CaseIterable {
        case logfmt, json
    }

    private let level: Level
    private let format: Format
    private let time: any TimeSource
    private let write: @Sendable (String) -> Void

    /// Makes a logger.
    ///
    /// - Parameters:
    ///   - level: events below it are left out.
    ///   - format: the layout.
    ///   - time: gives the time of each line.
    ///   - write: takes one line with its line feed; standard error unless a test collects them.
    package init(
        level: Level = .info,
        format: Format = .logfmt,
        time: any TimeSource = SystemTime(),
        write: @escaping @Sendable (String) -> Void = Logger.writeToStandardError
    ) {
        self.level = level
        self.format = format
        self.time = time
        self.write = write
    }

    /// Logs what only a developer wants to see.
    package func debug(_ message: String, _ fields: KeyValuePairs<String, String> = [:]) {
        log(.debug, message, fields)
    }

    /// Logs a change of state that is as it should be.
    package func info(_ message: String, _ fields: KeyValuePairs<String, String> = [:]) {
        log(.info, message, fields)
    }

    /// Logs what should be looked at.
    package func warn(_ message: String, _ fields: KeyValuePairs<String, String> = [:]) {
        log(.warn, message, fields)
    }

    /// Logs what keeps the exporter from its work.
    package func error(_ message: String, _ fields: KeyValuePairs<String, String> = [:]) {
        log(.error, message, fields)
    }

    private func log(_ level: Level, _ message: String, _ fields: KeyValuePairs<String, String>) {
        guard level >= self.level else { return }
        let pairs =
            [
                ("time", UTCTime.iso8601(time.now())), ("level", level.rawValue.uppercased()),
                ("msg", message),
            ] + fields.map { ($0.key, $0.value) }
        switch format {
        case .logfmt:
            write(pairs.map { "\($0.0)=\(Self.logfmtValue($0.1))" }.joined(separator: " ") + "\n")
        case .json:
            let members = pairs.map { "\(Self.quoted($0.0)):\(Self.quoted($0.1))" }
            write("{" + members.joined(separator: ",") + "}\n")
        }
    }

    /// Quotes a value only where a reader of logfmt needs it.
    private static func logfmtValue(_ value: String) -> String {
        let plain = value.unicodeScalars.allSatisfy {
            $0.value > 0x20 && $0.value < 0x7F && $0 != "\"" && $0 != "=" && $0 != "\\"
        }
        return plain && !value.isEmpty ? value : quoted(value)
    }

    /// A JSON string: quotes, backslashes and control characters escaped, so that no name from
    /// outside can begin a line of its own or steer a terminal.
    private static func quoted(_ text: String) -> String {
        "\"" + PrintableText.escaped(text, quotes: true) + "\""
    }

    /// Writes a line in one piece.
    package static func writeToStandardError(_ line: String) {
        let bytes = Array(line.utf8)
        unsafe bytes.withUnsafeBytes { buffer in
            if let base = buffer.baseAddress {
                _ = unsafe Glibc.write(STDERR_FILENO, base, buffer.count)
            }
        }
    }
}
