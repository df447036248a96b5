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
}
