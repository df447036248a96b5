import Testing

/// Octets that a client may send, and what must come of them.
struct TortureCase: Sendable, CustomTestStringConvertible {
    /// What is played.
    let name: String
    /// What is sent.
    let octets: [UInt8]
    /// The statuses of the answers, in order.
    let statuses: [Int]
    /// Whether the connection serves another request afterwards.
    let staysOpen: Bool

    var testDescription: String { name }

    /// A case that a single answer ends.
    static func refused(_ name: String, _ text: String, _ status: Int = 400) -> TortureCase {
        TortureCase(name: name, octets: Array(text.utf8), statuses: [status], staysOpen: false)
    }

    /// A case after which the connection goes on.
    static func served(_ name: String, _ text: String, _ statuses: Int...) -> TortureCase {
        TortureCase(name: name, octets: Array(text.utf8), statuses: statuses, staysOpen: true)
    }

    /// A case that is answered properly and then closed.
    static func closed(_ name: String, _ text: String, _ statuses: Int...) -> TortureCase {
        TortureCase(name: name, octets: Array(text.utf8), statuses: statuses, staysOpen: false)
    }

    /// Every case.
    static let all: [TortureCase] =
        lines + targets + hosts + fields + framing + methods + connections + sizes

    /// A request by `GET` for a target.
    static func get(_ target: String) -> String {
        "GET \(target) HTTP/1.1\r\nHost: x\r\n\r\n"
    }

    /// A request with more fields.
    static func with(_ fields: String, _ method: String = "GET") -> String {
        "\(method) /metrics HTTP/1.1\r\nHost: x\r\n\(fields)\r\n\r\n"
    }

    /// A request for a host.
    static func host(_ value: String) -> String {
        "GET /metrics HTTP/1.1\r\nHost: \(value)\r\n\r\n"
    }

    static func manyFields(_ count: Int) -> String {
        (0..<count).map { "X-\($0): a" }.joined(separator: "\r\n")
    }

    static func served(
        _ name: String,
        _ text: String,
        repeated: (status: Int, count: Int)
    ) -> TortureCase {
        TortureCase(
            name: name,
            octets: Array(text.utf8),
            statuses: Array(repeating: repeated.status, count: repeated.count),
            staysOpen: true
        )
    }
}
