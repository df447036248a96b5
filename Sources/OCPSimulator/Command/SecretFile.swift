import Glibc

/// A file whose text is a secret.
enum SecretFile {
    /// Why a file gave no secret; names the file and never what is in it.
    struct Problem: Error, Equatable, CustomStringConvertible {
        let description: String
    }

    private static let largest = 4096

    /// The secret in a file, without the newlines at its end.
    ///
    /// - Throws: `Problem` if the file cannot be read, is empty, or is larger than 4 KiB.
    static func secret(in file: String) throws(Problem) -> String {
        let descriptor = unsafe open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw problem("cannot open \(file)", errno) }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: largest + 1)
        var length = 0
        while length < bytes.count {
            let space = bytes.count - length
            let count = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe read(descriptor, buffer.baseAddress?.advanced(by: length), space)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw problem("cannot read \(file)", errno) }
            if count == 0 { break }
            length += count
        }
        guard length <= largest else { throw Problem(description: "\(file) is over 4 KiB") }
        var text = String(decoding: bytes[..<length], as: UTF8.self)
        while text.last?.isNewline == true { text.removeLast() }
        guard !text.isEmpty else { throw Problem(description: "\(file) is empty") }
        return text
    }

    private static func problem(_ what: String, _ code: Int32) -> Problem {
        let reason = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
        return Problem(description: "\(what): \(reason)")
    }
}
