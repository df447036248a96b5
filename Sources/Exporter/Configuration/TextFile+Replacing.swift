import Glibc

extension TextFile {
    /// Replaces a file so that a reader sees the old or the new one whole.
    ///
    /// The bytes are written beside it, flushed to the disk, and renamed. The new file's mode is
    /// 0644, whatever the process's mask: other users' programs are to read it.
    ///
    /// - Throws: why that failed; then the old file is as it was, and nothing is left beside it.
    package static func replace(_ path: String, with pieces: [[UInt8]]) throws(Problem) {
        try checkTarget(path)
        let temporary = "\(path).\(getpid()).tmp"
        let descriptor = try create(temporary)
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

    /// A rename would put a file in the place of `/dev/stdout` too.
    private static func checkTarget(_ path: String) throws(Problem) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else {
            guard Glibc.errno == ENOENT else { throw .errno(path) }
            return
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw Problem(path: path, reason: "is not a regular file")
        }
    }

    /// Creates a file that is not there, nor a link that somebody laid in its place.
    private static func create(_ path: String) throws(Problem) -> Int32 {
        for _ in 0..<2 {
            let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
            let descriptor = unsafe open(path, flags, 0o644)
            if descriptor >= 0 { return descriptor }
            guard Glibc.errno == EEXIST else { break }
            // Left behind by a process with the same number that was killed.
            unsafe unlink(path)
        }
        throw .errno(path)
    }
}
