import Glibc
package import Kernel

/// Files read and written whole.
package enum TextFile {
    /// The largest file that is read: 16 MiB.
    static let limit = 16 << 20

    /// The bytes of a file.
    ///
    /// - Throws: why it cannot be read, or that it is larger than 16 MiB.
    package static func bytes(_ path: String) throws(FileProblem) -> [UInt8] {
        do throws(SystemError) {
            let file = try Descriptor(checking: unsafe open(path, O_RDONLY | O_CLOEXEC))
            let bytes = try file.read(limit: limit)
            if bytes.count <= limit { return bytes }
        } catch {
            throw FileProblem(path: path, reason: error.description)
        }
        throw FileProblem(path: path, reason: "larger than \(limit >> 20) MiB")
    }

    /// The last call's failure.
    private static func problem(_ path: String) -> FileProblem {
        FileProblem(path: path, reason: SystemError.last.description)
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
    ) throws(FileProblem) {
        do throws(SystemError) {
            try Descriptor.write(piece, to: descriptor)
        } catch {
            throw FileProblem(path: path, reason: error.description)
        }
    }
}

extension TextFile {
    /// Replaces a file so that a reader sees the old or the new one whole.
    ///
    /// The bytes are written beside it, flushed to the disk, and renamed. The new file's mode is
    /// 0644, whatever the process's mask: other users' programs are to read it.
    ///
    /// - Throws: why that failed; then the old file is as it was, and nothing is left beside it.
    package static func replace(_ path: String, with pieces: [[UInt8]]) throws(FileProblem) {
        try checkTarget(path)
        let temporary = "\(path).\(getpid()).tmp"
        let descriptor = try create(temporary)
        do throws(FileProblem) {
            defer { close(descriptor) }
            for piece in pieces {
                try write(piece, to: descriptor, temporary)
            }
            guard fchmod(descriptor, 0o644) == 0, fsync(descriptor) == 0 else {
                throw problem(temporary)
            }
        } catch {
            unsafe unlink(temporary)
            throw error
        }
        guard unsafe rename(temporary, path) == 0 else {
            let problem = problem(path)
            unsafe unlink(temporary)
            throw problem
        }
    }

    /// A rename would put a file in the place of `/dev/stdout` too.
    private static func checkTarget(_ path: String) throws(FileProblem) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else {
            guard Glibc.errno == ENOENT else { throw problem(path) }
            return
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw FileProblem(path: path, reason: "is not a regular file")
        }
    }

    /// Creates a file that is not there, nor a link that somebody laid in its place.
    private static func create(_ path: String) throws(FileProblem) -> Int32 {
        for _ in 0..<2 {
            let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
            let descriptor = unsafe open(path, flags, 0o644)
            if descriptor >= 0 { return descriptor }
            guard Glibc.errno == EEXIST else { break }
            // Left behind by a process with the same number that was killed.
            unsafe unlink(path)
        }
        throw problem(path)
    }
}
