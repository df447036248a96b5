import COpenSSL

/// The signature `OCP-ACCESS-KEY-HMACSHA1` of a request (OCP's manual, "AK/SK signature").
struct RequestSignature {
    /// The method, in upper case.
    var method = "GET"
    /// The MD5 of the body in upper-case hexadecimal; empty if there is no body.
    var contentMD5 = ""
    /// The value of `Content-Type`, as sent.
    var contentType: String
    /// The value of `Date`, as sent.
    var date: String
    /// The value of `Host`, as OCP sees it.
    var host: String
    /// The fields whose name begins with `x-ocp-`.
    var fields: [HeaderField] = []
    /// The path and, after a `?`, the query: the very text that is sent.
    var target: String

    /// What is signed: seven lines without a newline at the end.
    ///
    /// Values of one field are joined by a comma in the order in which they are sent; the manual's
    /// text says sorted, but its example is signed unsorted.
    var stringToSign: String {
        var values: [String: [String]] = [:]
        for field in fields { values[field.name.lowercased(), default: []].append(field.value) }
        let extra = values.sorted { $0.key < $1.key }
            .map { "\($0.key):\($0.value.joined(separator: ","))" }
            .joined(separator: "\n")
        return [method, contentMD5, contentType, date, host, extra, target].joined(separator: "\n")
    }

    /// The signature in Base64, or nil if OpenSSL refuses SHA-1.
    func signed(with secret: Secret) -> String? {
        let message = Array(stringToSign.utf8)
        return secret.exposingBytes { key in
            var digest = [UInt8](repeating: 0, count: 20)
            var length: UInt32 = 0
            let made = unsafe HMAC(
                EVP_sha1(),
                key,
                Int32(clamping: key.count),
                message,
                message.count,
                &digest,
                &length
            )
            guard unsafe made != nil, length == 20 else { return nil }
            return Base64.encode(digest)
        }
    }
}

/// Queries in the one form that is both signed and sent.
enum CanonicalQuery {
    /// Sorts parameters by key, joins the values of a repeated key sorted by commas, and encodes
    /// everything but RFC 3986's unreserved characters.
    static func encode(_ parameters: [(name: String, value: String)]) -> String {
        var values: [String: [String]] = [:]
        for parameter in parameters { values[parameter.name, default: []].append(parameter.value) }
        return values.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            .map { "\(escape($0.key))=\(escape($0.value.sorted().joined(separator: ",")))" }
            .joined(separator: "&")
    }

    private static func escape(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += (byte < 16 ? "%0" : "%") + digits
            }
        }
        return result
    }
}

/// Base64 with padding (RFC 4648 section 4), by OpenSSL.
enum Base64 {
    /// Encodes bytes.
    static func encode(_ bytes: [UInt8]) -> String {
        // And the NUL that OpenSSL puts behind it.
        var text = [UInt8](repeating: 0, count: (bytes.count + 2) / 3 * 4 + 1)
        let length = unsafe EVP_EncodeBlock(&text, bytes, Int32(clamping: bytes.count))
        return String(decoding: text.prefix(Int(length)), as: UTF8.self)
    }
}
