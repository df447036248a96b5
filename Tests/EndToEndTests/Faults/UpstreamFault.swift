import Testing
import TestSupport

/// Something that a server does when it is asked for one cluster's overview, and what the exporter
/// must make of it.
struct UpstreamFault: Sendable, CustomTestStringConvertible {
    /// What must be on the page.
    enum Expectation: Sendable {
        /// The poll fails, for one of these reasons, and nothing is known of the cluster.
        case fails([String])
        /// The poll succeeds, with these values and no others of a few numeric families; so many
        /// fields are malformed.
        case succeeds([String: Double], malformed: Int)
    }

    var name: String
    var steps: [FaultServer.Step]
    var expectation: Expectation

    var testDescription: String { name }

    /// True if only the deadline ends it.
    var isSilent: Bool {
        guard case .fails(["timeout"]) = expectation else { return false }
        return true
    }

    /// A failure.
    static func fails(
        _ name: String,
        _ reasons: String...,
        steps: FaultServer.Step...
    ) -> UpstreamFault {
        UpstreamFault(name: name, steps: steps, expectation: .fails(reasons))
    }

    /// A failure that an answer with status 200 and this body is.
    static func fails(_ name: String, _ reason: String, body: String) -> UpstreamFault {
        .fails(name, reason, steps: .send(Wire.answer(body)))
    }

    /// A success whose `data` has these properties.
    static func succeeds(
        _ name: String,
        _ data: String,
        _ values: [String: Double],
        malformed: Int = 0
    ) -> UpstreamFault {
        .succeeds(
            name,
            values,
            malformed: malformed,
            steps: .send(Wire.answer(Wire.envelope(data)))
        )
    }

    /// A success that comes in an unusual way.
    static func succeeds(
        _ name: String,
        _ values: [String: Double] = [delay: 98],
        malformed: Int = 0,
        steps: FaultServer.Step...
    ) -> UpstreamFault {
        UpstreamFault(
            name: name,
            steps: steps,
            expectation: .succeeds(values, malformed: malformed)
        )
    }

    static let delay = "oceanbase_log_backup_delay_seconds"
    static let checkpoint = "oceanbase_log_backup_checkpoint_timestamp_seconds"
    static let backup = "oceanbase_last_data_backup_timestamp_seconds"
    static let size = "oceanbase_backup_size_bytes"

    /// The numeric families that are compared.
    static let families = [delay, checkpoint, backup, size]

    static let all = onTheWire + inHTTP + inJSON + inFields
}

/// Octets of answers.
enum Wire {
    /// An answer with a length.
    static func answer(
        _ body: String,
        status: String = "200 OK",
        _ fields: String...
    ) -> [UInt8] {
        answer(Array(body.utf8), status: status, fields: fields)
    }

    /// An answer with a length.
    static func answer(_ body: [UInt8], status: String = "200 OK", fields: [String]) -> [UInt8] {
        let lines =
            ["HTTP/1.1 \(status)", "Content-Type: application/json"] + fields
            + ["Content-Length: \(body.count)"]
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
    }

    /// The head of an answer.
    static func head(_ fields: String..., status: String = "200 OK") -> [UInt8] {
        Array((["HTTP/1.1 \(status)"] + fields + ["", ""]).joined(separator: "\r\n").utf8)
    }

    /// OCP's envelope around `data`.
    static func envelope(_ data: String) -> String {
        #"{"data":\#(data),"duration":4,"server":"a8","status":200,"successful":true,"traceId":""}"#
    }

    /// OCP's envelope around an error.
    static func error(_ status: Int, code: String, message: String) -> String {
        #"{"error":{"code":\#(code),"message":"\#(message)"},"status":\#(status),"#
            + #""successful":false}"#
    }

    /// The overview of a cluster that is well.
    static let fine = envelope(#"{"logBackupDelaySeconds":98}"#)
}
