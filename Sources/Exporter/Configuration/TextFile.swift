import Glibc

/// Files read and written whole.
package enum TextFile {
    /// The largest file that is read: 16 MiB.
    static let limit = 16 << 20

    /// A file that could not be read or written.
    package struct Problem: Error, Equatable, CustomStringConvertible {
        /// The path as it was given.
        package var path: String
        /// The system's words for it.
        package var reason: String

        /// Makes a problem of words.
        package init(path: String, reason: String) {
            self.path = path
            self.reason = reason
        }

        package var description: String { "\(path): \(reason)" }

        /// Takes the reason from `errno`.
        static func errno(_ path: String) -> Problem {
            let text = unsafe String(cString: strerror(Glibc.errno))
            return Problem(path: path, reason: text)
        }
    }

    /// The bytes of a file.
    ///
    /// - Throws: why it cannot be read, or that it is larger than 16 MiB.
    package static func bytes(_ path: String) throws(Problem) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .errno(path) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16384)
        while true {
            let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
            if count == 0 { return bytes }
            if count < 0, Glibc.errno == EINTR { continue }
            guard count > 0 else { throw .errno(path) }
            bytes += chunk[..<count]
            guard bytes.count <= limit else {
                throw Problem(path: path, reason: "larger than \(limit >> 20) MiB")
            }
        }
    }

    /// The text of a file that is known to be there, such as one in `/proc`.
    package static func read(_ path: String) -> String? {
        (try? bytes(path)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Writes all of a piece, however many calls that takes.
    ///
    /// - Parameters:
    ///   - piece: the bytes.
    ///   - descriptor: an open file.
    ///   - path: its name, for the problem.
    /// - Throws: why they cannot all be written.
    package static func write(
        _ piece: [UInt8],
        to descriptor: Int32,
        _ path: String
    ) throws(Problem) {
        var rest = piece[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
            }
            if count < 0, Glibc.errno == EINTR { continue }
            guard count > 0 else { throw .errno(path) }
            rest = rest.dropFirst(count)
        }
    }
}
