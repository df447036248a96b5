import OCP

extension FailureReason {
    /// A second attempt in the same round may succeed.
    var mayPass: Bool {
        switch self {
        case .connect, .timeout, .serverError: true
        default: false
        }
    }

    /// Nothing answered.
    var isSilence: Bool {
        switch self {
        case .dns, .connect, .tls, .timeout: true
        default: false
        }
    }
}
