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

        package var description: String { "\(path): \(reason)" }

        /// Takes the reason from `errno`.
        static func errno(_ path: String) -> Problem {
            let text = unsafe String(cString: strerror(Glibc.errno))
            return Problem(path: path, reason: text)
        }
    }

    /// The bytes of a file.
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

    /// Replaces a file so that a reader sees the old or the new one whole: write beside it, flush to
    /// the disk, rename. Its mode is 0644.
    package static func replace(_ path: String, with pieces: [[UInt8]]) throws(Problem) {
        let temporary = "\(path).\(getpid()).tmp"
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC
        let descriptor = unsafe open(temporary, flags, 0o644)
        guard descriptor >= 0 else { throw .errno(temporary) }
        do throws(Problem) {
            defer { close(descriptor) }
            for piece in pieces {
                try write(piece, to: descriptor, temporary)
            }
            guard fchmod(descriptor, 0o644) == 0, fsync(descriptor) == 0 else {
                throw .errno(temporary)
            }
        } catch {
            unsafe unlink(temporary)
            throw error
        }
        guard unsafe rename(temporary, path) == 0 else {
            let problem = Problem.errno(path)
            unsafe unlink(temporary)
            throw problem
        }
    }

    /// Writes all of a piece, however many calls that takes.
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
