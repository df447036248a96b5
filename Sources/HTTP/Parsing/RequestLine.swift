/// `method SP request-target SP HTTP-version` (RFC 9112 section 3).
struct RequestLine: Equatable {
    /// The method, as sent.
    var method: String
    /// The target, in its parts.
    var target: RequestTarget
    /// False for HTTP/1.0.
    var isHTTP11: Bool

    /// Reads a line without its CRLF.
    ///
    /// - Throws: `malformed`; `versionNotSupported` if the major version is not 1;
    ///   `notImplemented` for `CONNECT`.
    init(_ line: Span<UInt8>) throws(RequestError) {
        guard let methodEnd = line.firstIndex(of: UInt8(ascii: " ")) else {
            throw .malformed("the request line has no target")
        }
        let methodOctets = line.extracting(0..<methodEnd)
        guard methodEnd > 0, OctetSet.token.containsAll(methodOctets) else {
            throw .malformed("the method is no token")
        }
        let rest = line.extracting((methodEnd + 1)...)
        guard let targetEnd = rest.firstIndex(of: UInt8(ascii: " ")) else {
            throw .malformed("the request line has no version")
        }
        isHTTP11 = try Self.isHTTP11(rest.extracting((targetEnd + 1)...))
        method = methodOctets.text
        target = try RequestTarget(rest.extracting(0..<targetEnd), method: method)
    }

    /// Reads `HTTP/` and two digits; minor versions above 1 are spoken to as 1 (RFC 9110
    /// section 2.5).
    private static func isHTTP11(_ version: Span<UInt8>) throws(RequestError) -> Bool {
        guard version.count == 8, version.extracting(0..<5).text == "HTTP/",
            OctetSet.digits.contains(version[5]), version[6] == UInt8(ascii: "."),
            OctetSet.digits.contains(version[7])
        else { throw .malformed("the version is not of the form HTTP/1.1") }
        guard version[5] == UInt8(ascii: "1") else { throw .versionNotSupported }
        return version[7] != UInt8(ascii: "0")
    }
}
