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

extension Fault {
    /// The fault of a name.
    package static func named(_ name: String) -> Fault? {
        Scenario.faults.first { $0.name == name }?.fault
    }
}

extension Scenario {
    /// The scenarios in which asking for the overview goes wrong; `--fault` takes their names, too.
    static let faults: [Scenario] = [
        Scenario("unreachable", "500 OBE12000", fault: .error(status: 500, .clusterUnreachable)) {
            $0.clusterStatus = "UNAVAILABLE"
            $0.queryFailure = "Connection timed out."
        },
        Scenario("forbidden", "403 IAM11000", fault: .error(status: 403, .notAuthorized)),
        Scenario("unauthorized", "401", fault: .error(status: 401, .notLoggedOn)),
        Scenario("not-found", "404 OBE11001", fault: .error(status: 404, .noSuchCluster)),
        Scenario("bad-request", "400 OBE11001", fault: .error(status: 400, .noSuchCluster)),
        Scenario("strategy-error", "400 BAK21006", fault: .error(status: 400, .noBackupStrategy)),
        Scenario("standby-error", "400 BAK40002", fault: .error(status: 400, .standbyUnsupported)),
        Scenario("throttled", "429", fault: .error(status: 429, .throttled)),
        Scenario("server-error", "500 COM10999", fault: .error(status: 500, .unknown)),
        Scenario("unsuccessful", "200, not successful", fault: .unsuccessful(.processingTimedOut)),
        Scenario("bad-gateway", "502 and HTML", fault: .answer(.badGateway)),
        Scenario("redirect", "302 to /login", fault: .answer(.loginRedirect)),
        Scenario("garbage", "200 and HTML", fault: .answer(.consolePage)),
        Scenario("truncated", "half of the JSON", fault: .truncated),
        Scenario("empty", "no body", fault: .empty),
        Scenario("no-data", "success, no data", fault: .noData),
        Scenario("data-in-array", "data in an array", fault: .dataInArray),
        Scenario(
            "malformed-fields",
            "five broken fields",
            fault: .fields([
                "backupSize": "\"much\"",
                "lastDataBackupTime": "\"2021-02-30T25:61:00.000+0800\"",
                "latestLogBackupCheckpoint": "{}",
                "logBackupDelaySeconds": "1e400",
                "primaryAndStandbyMode": "\"perhaps\"",
            ])
        ),
        Scenario("slow", "5 real seconds late", fault: .delay(milliseconds: 5000)),
        Scenario("hangs", "no answer, ever", fault: .hang),
    ]
}
