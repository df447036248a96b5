import COpenSSL

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
