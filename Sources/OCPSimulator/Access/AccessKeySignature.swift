import COpenSSL
import HTTP
import Kernel

/// The signature of a request by `OCP-ACCESS-KEY-HMACSHA1`, computed from the request that came.
struct AccessKeySignature {
    var request: HTTPRequest
    /// The body's MD5 in upper-case hexadecimal; empty without a body.
    var contentMD5 = ""

    /// The seven lines that are signed.
    var stringToSign: String {
        let query = QueryParameters(request.query).canonical
        return [
            request.method,
            contentMD5,
            request.fields["Content-Type"] ?? "",
            request.fields["Date"] ?? "",
            request.fields["Host"] ?? "",
            ocpFields,
            request.path + (query.isEmpty ? "" : "?" + query),
        ].joined(separator: "\n")
    }

    /// The signature with a secret.
    func signature(secret: String) -> String {
        Base64.encoded(HMACSHA1.code(of: stringToSign, key: secret))
    }

    /// The fields whose names begin with `x-ocp`, sorted by name.
    ///
    /// The values of one field are joined in the order in which they came: the manual's text says
    /// sorted, its example and its sample in Java do not sort.
    private var ocpFields: String {
        var names: [String] = []
        for line in request.fields.lines where line.name.lowercased().hasPrefix("x-ocp") {
            if !names.contains(line.name) { names.append(line.name) }
        }
        return names.sorted().map { name in
            name + ":" + request.fields.values(of: name).joined(separator: ",")
        }.joined(separator: "\n")
    }
}

/// The keyed hash of RFC 2104 with SHA-1, by OpenSSL.
enum HMACSHA1 {
    /// The 20 bytes of the code; empty if OpenSSL refuses, which matches no signature.
    static func code(of message: String, key: String) -> [UInt8] {
        let key = Array(key.utf8)
        let message = Array(message.utf8)
        guard let keyLength = Int32(exactly: key.count) else { return [] }
        var code = [UInt8](repeating: 0, count: 20)
        var length: UInt32 = 0
        let result = unsafe HMAC(
            EVP_sha1(),
            key,
            keyLength,
            message,
            message.count,
            &code,
            &length
        )
        return unsafe result == nil || length != 20 ? [] : code
    }
}

/// The encoding of RFC 4648 section 4, by OpenSSL.
enum Base64 {
    /// The text of some bytes, padded.
    static func encoded(_ bytes: [UInt8]) -> String {
        // And the NUL that OpenSSL puts behind it.
        var text = [UInt8](repeating: 0, count: (bytes.count + 2) / 3 * 4 + 1)
        let length = unsafe EVP_EncodeBlock(&text, bytes, Int32(bytes.count))
        return String(decoding: text.prefix(Int(length)), as: UTF8.self)
    }
}

/// The date form of RFC 9110 section 5.6.7 that senders use, such as
/// `Tue, 17 Jan 2023 03:36:01 GMT`.
enum SignatureDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The seconds since 1970, or nil if the text has another form; the weekday is not checked.
    static func seconds(_ text: String) -> Int64? {
        let parts = text.split { " :".contains($0) }.map(String.init)
        guard parts.count == 8, parts[0].utf8.count == 4,
            let month = months.firstIndex(of: parts[2])
        else { return nil }
        let numbers = [1, 3, 4, 5, 6].compactMap { Int64(parts[$0]) }
        guard numbers.count == 5, numbers.allSatisfy({ 0...9999 ~= $0 }),
            let date = CalendarTime.seconds(
                year: numbers[1],
                month: Int64(month) + 1,
                day: numbers[0]
            )
        else { return nil }
        let seconds = date + numbers[2] * 3600 + numbers[3] * 60 + numbers[4]
        // A time that is none, or is written in another way, comes back as another text.
        return CalendarTime.httpDate(seconds)?.dropFirst(3) == text.dropFirst(3) ? seconds : nil
    }
}
