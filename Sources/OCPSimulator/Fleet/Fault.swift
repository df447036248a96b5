package import HTTP

/// A way in which an answer goes wrong.
package enum Fault: Sendable, Equatable {
    /// An error of OCP, in its envelope.
    case error(status: Int, ErrorCode)
    /// An error of OCP that comes with HTTP 200 and `"successful": false`.
    case unsuccessful(ErrorCode)
    /// A fixed answer, of OCP or of something in front of it.
    case answer(HTTPResponse)
    /// The right answer, without its second half.
    case truncated
    /// The right status and fields without a body.
    case empty
    /// An envelope that succeeded and holds no data.
    case noData
    /// The right answer with properties of `data` replaced by other text, JSON or not.
    case fields([String: String])
    /// The right answer with its `data` in an array.
    case dataInArray
    /// The right answer, so many milliseconds late.
    case delay(milliseconds: Int64)
    /// No answer.
    case hang
}

/// A fault with a name that `--scenario` and `--fault` take.
struct NamedFault: Sendable {
    let name: String
    let summary: String
    let fault: Fault
    /// What else it changes about the cluster.
    let change: @Sendable (inout BackupState, Cluster, Moment) -> Void

    init(
        _ name: String,
        _ summary: String,
        _ fault: Fault,
        change: @escaping @Sendable (inout BackupState, Cluster, Moment) -> Void = { _, _, _ in }
    ) {
        self.name = name
        self.summary = summary
        self.fault = fault
        self.change = change
    }
}

extension Fault {
    /// The fault of a name.
    package static func named(_ name: String) -> Fault? {
        table.first { $0.name == name }?.fault
    }

    /// All faults that have a name, in the order of `--help`.
    static let table: [NamedFault] = [
        NamedFault(
            "unreachable",
            "500 OBE12000",
            .error(status: 500, .clusterUnreachable)
        ) { state, _, _ in
            state.clusterStatus = "UNAVAILABLE"
            state.queryFailure = "Connection timed out."
        },
        NamedFault("forbidden", "403 IAM11000", .error(status: 403, .notAuthorized)),
        NamedFault(
            "unauthorized",
            "401",
            .error(status: 401, .notLoggedOn)
        ),
        NamedFault(
            "not-found",
            "404 OBE11001",
            .error(status: 404, .noSuchCluster)
        ),
        NamedFault("bad-request", "400 OBE11001", .error(status: 400, .noSuchCluster)),
        NamedFault(
            "strategy-error",
            "400 BAK21006",
            .error(status: 400, .noBackupStrategy)
        ),
        NamedFault(
            "standby-error",
            "400 BAK40002",
            .error(status: 400, .standbyUnsupported)
        ),
        NamedFault("throttled", "429", .error(status: 429, .throttled)),
        NamedFault("server-error", "500 COM10999", .error(status: 500, .unknown)),
        NamedFault(
            "unsuccessful",
            "200, not successful",
            .unsuccessful(.processingTimedOut)
        ),
        NamedFault("bad-gateway", "502 and HTML", .answer(.badGateway)),
        NamedFault("redirect", "302 to /login", .answer(.loginRedirect)),
        NamedFault("garbage", "200 and HTML", .answer(.consolePage)),
        NamedFault("truncated", "half of the JSON", .truncated),
        NamedFault("empty", "no body", .empty),
        NamedFault("no-data", "success, no data", .noData),
        NamedFault("data-in-array", "data in an array", .dataInArray),
        NamedFault(
            "malformed-fields",
            "five broken fields",
            .fields([
                "backupSize": "\"much\"",
                "lastDataBackupTime": "\"2021-02-30T25:61:00.000+0800\"",
                "latestLogBackupCheckpoint": "{}",
                "logBackupDelaySeconds": "1e400",
                "primaryAndStandbyMode": "\"perhaps\"",
            ])
        ),
        NamedFault("slow", "5 real seconds late", .delay(milliseconds: 5000)),
        NamedFault("hangs", "no answer, ever", .hang),
    ]
}

extension HTTPResponse {
    /// What a proxy says when OCP is down.
    static let badGateway = HTTPResponse.html(
        502,
        """
        <html><head><title>502 Bad Gateway</title></head>
        <body><center><h1>502 Bad Gateway</h1></center><hr></body></html>

        """
    )
}
