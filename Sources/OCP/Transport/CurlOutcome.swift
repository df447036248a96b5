import CLibcurl

/// How a transfer ended, as libcurl tells it; made on libcurl's thread, judged elsewhere.
struct CurlOutcome: Sendable {
    /// libcurl's result.
    var code: CURLcode
    /// libcurl's own words for it; may hold text from the server.
    var words: String
    /// The HTTP status, 0 if there was none.
    var status: Int
    /// The `errno` of a connection that failed, or 0.
    var systemError: Int32
    /// OpenSSL's result of checking the certificate, 0 if all was well.
    var verifyResult: Int
    /// True if the server asked for a client certificate, and there was none to show.
    var wantsCertificate: Bool
    /// The status of a proxy's answer to `CONNECT`, 0 if there was none.
    var proxyStatus: Int
    /// How far it came.
    var progress: Progress
    /// The final response's header fields that mean something here, in order.
    var headers: [HeaderField]
    /// True if the head came whole: a connection that ends within it is no error to libcurl.
    var isHeadComplete: Bool
    /// The body, decoded.
    var body: [UInt8]
    /// True if the transfer was ended for being larger than a limit.
    var isTooLarge: Bool
    /// The server's certificates in PEM, its own first, if they were asked for.
    var certificates: [[UInt8]]
}

/// How far a transfer came.
enum Progress: Sendable {
    case resolving
    case connecting
    case handshaking
    case waiting
    case receiving
}

/// Something for libcurl's thread to do.
///
/// A class, because it is handed on some times, and a copy of the structure would count references
/// to everything in the settings.
final class CurlJob: Sendable {
    /// Tells jobs apart, for cancelling.
    let id: UInt64
    /// What to send.
    let request: TransportRequest
    /// What the files of the TLS settings hold.
    let files: TLSFiles
    /// True to connect and look at the certificates, and send nothing.
    let isProbe: Bool
    /// Who waits for it.
    let continuation: CheckedContinuation<CurlOutcome, any Error>

    init(
        id: UInt64,
        request: TransportRequest,
        files: TLSFiles,
        isProbe: Bool,
        continuation: CheckedContinuation<CurlOutcome, any Error>
    ) {
        self.id = id
        self.request = request
        self.files = files
        self.isProbe = isProbe
        self.continuation = continuation
    }
}
