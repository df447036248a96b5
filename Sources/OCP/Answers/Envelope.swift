import JSON

/// What OCP wraps its answers in.
///
/// By OCP's manual ("API call description"):
///
///     {"data":{…},"duration":324,"server":"a83ad33525","status":200,"successful":true,
///      "timestamp":"2021-09-22T14:50:46.414+08:00","traceId":"52eddd79029d4a24"}
///
/// or, instead of `data`, `"error":{"code":…,"message":"…"}`.
struct Envelope {
    /// What `error` holds.
    struct Failure {
        /// `code` as text: an integer up to V4.2.1, a string later.
        var code: String?
        /// `message`, as sent.
        var message: String?
    }

    /// The field `data`; nil if it is absent or null.
    var data: JSONElement?
    /// The field `successful`.
    var successful: Bool?
    /// The field `status`, which repeats the HTTP status.
    var status: Int64?
    /// The field `error`.
    var failure: Failure?

    /// Reads an envelope, or returns nil if this is none: nothing says whether it is a success.
    init?(_ value: JSONElement) {
        guard let object = value.object else { return nil }
        data = object["data"].flatMap { $0.isNull ? nil : $0 }
        if let flag = object["successful"], !flag.isNull {
            guard let read = LenientValue.flag(flag) else { return nil }
            successful = read
        }
        status = object["status"].flatMap { LenientValue.integer($0) }
        if let error = object["error"]?.object {
            failure = Failure(
                code: error["code"].flatMap(Self.code),
                message: error["message"]?.string
            )
        } else if let error = object["error"], !error.isNull {
            failure = Failure(code: nil, message: error.string)
        }
        guard successful != nil || status != nil || failure != nil else { return nil }
    }

    /// True if nothing in the envelope speaks of a failure.
    var isSuccess: Bool {
        successful != false && failure == nil && (status.map { (200..<300).contains($0) } ?? true)
    }

    /// True unless this may as well be the error page of the framework under OCP, which has
    /// `{"timestamp":…,"status":404,"error":"Not Found","path":…}` for a path that nothing serves.
    var isOwn: Bool { successful != nil || failure?.code != nil }

    private static func code(_ value: JSONElement) -> String? {
        let text = (value.string ?? value.number?.text)?.trimmingASCIISpace()
        return text?.isEmpty == false ? text : nil
    }
}

/// What OCP's error codes mean, as far as it decides what to do (OCP's manual, "Error codes").
enum ErrorCode {
    private static let unauthorized: Set<String> = [
        "3000", "3001", "3002", "3003", "3004", "3005", "3006", "3007", "3014", "3019", "3020",
        "IAM10000", "IAM10001", "IAM10002", "IAM10003", "IAM10004", "IAM10005", "IAM10006",
        "IAM10007", "IAM10014", "IAM10019", "IAM10020",
    ]
    private static let forbidden: Set<String> = [
        "3017", "3100", "IAM10017", "IAM11000", "COM10009",
    ]
    private static let notFound: Set<String> = ["11001", "11002", "OBE11001", "OBE11002"]

    /// The reason that a code stands for, or nil if it decides nothing.
    static func reason(_ code: String?) -> FailureReason? {
        guard let code else { return nil }
        if unauthorized.contains(code) { return .unauthorized }
        if forbidden.contains(code) { return .forbidden }
        return notFound.contains(code) ? .notFound : nil
    }

    /// True for a code as OCP has them, a few letters and then digits: it cannot be a secret.
    static func isPlain(_ code: String) -> Bool {
        let digits = code.utf8.drop { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
        return code.utf8.count - digits.count <= 4 && (1...6).contains(digits.count)
            && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
