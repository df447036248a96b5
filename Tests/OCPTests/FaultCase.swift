import OCP
import TestSupport
import Testing

/// What a server does with a connection, with a name, and what may come of it.
struct FaultCase: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var script: [FaultServer.Step]
    /// The reasons that a failure may have.
    var reasons: [FailureReason] = []
    /// What the message of a timeout ends with.
    var messageEnd = ""

    init(_ name: String, _ script: [FaultServer.Step], _ reasons: [FailureReason] = []) {
        testDescription = name
        self.script = script
        self.reasons = reasons
    }

    init(_ name: String, _ script: [FaultServer.Step], messageEnd: String) {
        testDescription = name
        self.script = script
        self.messageEnd = messageEnd
    }

    /// The body of a good answer.
    static let good = #"{"successful":true,"data":{"clusterId":7}}"#
    static let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    static let sized = head + "Content-Length: \(good.utf8.count)\r\n\r\n"
    static let spaces = [UInt8](repeating: 0x20, count: 65_536)

    /// Answers that do not come to an end in time.
    static let slow: [Self] = [
        Self("silent", [.hang], messageEnd: "the request was sent, but nothing came back"),
        Self(
            "silent after the request",
            [.request, .hang],
            messageEnd: "the request was sent, but nothing came back"
        ),
        Self(
            "silent in the head",
            [.request, .text(head), .hang],
            messageEnd: "it began with HTTP 200"
        ),
        Self(
            "silent in the body",
            [.request, .text(sized + good.dropLast(1)), .hang],
            messageEnd: "it began with HTTP 200"
        ),
        Self(
            "a dripping head",
            [.request, .text(head + "X: "), .drip(spaces, milliseconds: 20)],
            messageEnd: "it began with HTTP 200"
        ),
        Self(
            "a dripping body",
            [.request, .text(head + "\r\n"), .drip(spaces, milliseconds: 20)],
            messageEnd: "it began with HTTP 200"
        ),
    ]

    /// A text in the coding `gzip`, by the program of that name.
    static func gzip(_ text: String) -> [UInt8] {
        let gzip = Command(["gzip", "-c"], input: Array(text.utf8))
        return (try? gzip.runBlocking().octets) ?? []
    }

    /// A text in the coding `deflate`: the zlib format (RFC 1950) with one stored block.
    static func deflate(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        let size = UInt16(bytes.count)
        var low: UInt32 = 1
        var high: UInt32 = 0
        for byte in bytes {
            low = (low + UInt32(byte)) % 65_521
            high = (high + low) % 65_521
        }
        let lengths = [size, ~size].flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let sum = [high >> 8, high, low >> 8, low].map { UInt8(truncatingIfNeeded: $0) }
        return [0x78, 0x01, 0x01] + lengths + bytes + sum
    }
}
