import HTTP

/// What surrounds every answer of the API but a few: data or an error, and what the server adds.
struct Envelope {
    /// The version of OCP, which decides on the shape of error codes.
    var version: OCPVersion
    /// OCP's clock, in milliseconds since 1970.
    var now: Int64
    /// What the server says that it took, in milliseconds.
    var duration: Int64
    /// The name of the server.
    var server: String
    /// The trace id.
    var traceId: String
    /// What the timestamp has behind its milliseconds, where it has nine fraction digits.
    var nanoseconds: Int64?

    /// An answer with data; nil is an answer that succeeded and says nothing.
    func success(_ data: JSONValue?) -> HTTPResponse {
        response(status: 200, isSuccessful: true, data: data, error: nil)
    }

    /// An answer with an error.
    func failure(_ status: Int, _ code: ErrorCode) -> HTTPResponse {
        let error = JSONValue.properties([
            "code": code.value(for: version), "message": .string(code.message),
        ])
        return response(status: status, isSuccessful: false, data: nil, error: error)
    }

    private func response(
        status: Int,
        isSuccessful: Bool,
        data: JSONValue?,
        error: JSONValue?
    ) -> HTTPResponse {
        var properties: JSONProperties = [
            "duration": .integer(duration),
            "server": .string(server),
            "status": .integer(Int64(status)),
            "successful": .boolean(isSuccessful),
            "timestamp": .string(
                nanoseconds.map { WireTime.offsetDateTime(now, nanoseconds: $0) }
                    ?? WireTime.offsetDateTime(now)
            ),
            "traceId": .string(traceId),
        ]
        properties["data"] = data
        properties["error"] = error
        return .json(status, .properties(properties))
    }
}

/// One row of OCP's error table: an integer up to V4.2.1, a string from V4.2.2 on.
package struct ErrorCode: Sendable, Equatable {
    /// The code up to V4.2.1.
    var number: Int64
    /// The code from V4.2.2 on; nil where the code is 0 in every version.
    var text: String?
    /// The message in English.
    var message: String

    /// Makes a row.
    init(_ number: Int64, _ text: String?, _ message: String) {
        self.number = number
        self.text = text
        self.message = message
    }

    /// The code as a version of OCP writes it.
    func value(for version: OCPVersion) -> JSONValue {
        guard let text, version.hasTextCodes else { return .integer(number) }
        return .string(text)
    }

    /// This row with another message.
    func saying(_ message: String) -> ErrorCode {
        ErrorCode(number, text, message)
    }
}

extension ErrorCode {
    static let notLoggedOn = ErrorCode(0, nil, "You are not logged on or the session has expired.")
    static let throttled = ErrorCode(0, nil, "Too many requests. Try again later.")
    static let invalidParameter = ErrorCode(1001, "COM10001", "The parameter is empty or invalid.")
    static let invalidRequest = ErrorCode(1003, "COM10003", "The request is invalid.")
    static let processingTimedOut = ErrorCode(1004, "COM10004", "Request processing timed out.")
    static let unknown = ErrorCode(1115, "COM10999", "Unknown error.")
    static let accountLocked = ErrorCode(3003, "IAM10003", "The account is locked.")
    static let wrongPassword = ErrorCode(
        3004,
        "IAM10004",
        "The user name or password is incorrect."
    )
    static let notAuthorized = ErrorCode(
        3100,
        "IAM11000",
        "You are not authorized for this operation."
    )
    static let noSuchCluster = ErrorCode(11001, "OBE11001", "The cluster ID does not exist.")
    /// OCP V4.2.1 and earlier have no code of their own for this.
    static let noSuchTenant = ErrorCode(
        1001,
        "OBE21002",
        "The tenant does not exist in the cluster."
    )
    /// OCP V4.2.1 and earlier have no code of their own for this, and report the failed query.
    static let clusterUnreachable = ErrorCode(
        1500,
        "OBE12000",
        "Failed to connect to the OceanBase cluster."
    )
    static let noBackupStrategy = ErrorCode(
        20106,
        "BAK21006",
        "The backup object has no backup strategy."
    )
    /// OCP V4.2.1 and earlier have no code of their own for this.
    static let standbyUnsupported = ErrorCode(
        20000,
        "BAK40002",
        "Backup is not supported on a standby cluster after a switchover."
    )
}
