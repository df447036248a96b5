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
    /// 0644, whatever the process's mask: other users' programs are to read it. A link stays, and the
    /// file that it names is replaced. What is no file, such as a pipe or `/dev/stdout`, is written to.
    ///
    /// - Throws: why that failed; then the old file is as it was, and nothing is left beside it.
    package static func replace(_ path: String, with pieces: [[UInt8]]) throws(FileProblem) {
        guard let target = try target(of: path) else { return try fill(path, with: pieces) }
        try replaceFile(target, with: pieces)
    }

    private static func replaceFile(
        _ path: String,
        with pieces: [[UInt8]]
    ) throws(FileProblem) {
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

    /// The file to replace, links followed; nil for what is to be written to as it is.
    private static func target(of path: String) throws(FileProblem) -> String? {
        if openDescriptor(path) != nil { return nil }
        var place = path
        var status = stat()
        // As many links as Linux follows.
        for _ in 0..<40 {
            guard unsafe lstat(place, &status) == 0 else {
                guard Glibc.errno == ENOENT else { throw problem(path) }
                return place
            }
            guard status.st_mode & S_IFMT == S_IFLNK else {
                return status.st_mode & S_IFMT == S_IFREG ? place : nil
            }
            var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
            let count = unsafe readlink(place, &buffer, buffer.count)
            guard count > 0 else { throw problem(path) }
            let octets = buffer[..<count].map(UInt8.init(bitPattern:))
            let next = String(decoding: octets, as: UTF8.self)
            let folder = place.lastIndex(of: "/").map { place[...$0] } ?? ""
            place = next.hasPrefix("/") ? next : folder + next
        }
        throw FileProblem(path: path, reason: SystemError(code: ELOOP).description)
    }

    /// The descriptor that a path such as `/dev/stdout` stands for: whatever it is, it is not to be
    /// opened anew, which would write over what others wrote before, or fail on a socket.
    private static func openDescriptor(_ path: String) -> Int32? {
        switch path {
        case "/dev/stdout": return STDOUT_FILENO
        case "/dev/stderr": return STDERR_FILENO
        default:
            let folder = ["/dev/fd/", "/proc/self/fd/"].first { path.hasPrefix($0) }
            return folder.flatMap { Int32(path.dropFirst($0.count)) }
        }
    }

    /// Whether what is written to a path reaches a terminal.
    static func isTerminal(_ path: String) -> Bool {
        if let number = openDescriptor(path) { return isatty(number) == 1 }
        // Without O_NONBLOCK, opening a FIFO that nobody reads would hang.
        let flags = O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK
        let file = try? Descriptor(checking: unsafe open(path, flags))
        return file.map { isatty($0.number) == 1 } ?? false
    }

    /// Writes to a pipe, a terminal or another device, or to an open descriptor.
    private static func fill(_ path: String, with pieces: [[UInt8]]) throws(FileProblem) {
        let opened = openDescriptor(path)
        let descriptor = unsafe opened ?? open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw problem(path) }
        defer { if opened == nil { close(descriptor) } }
        for piece in pieces { try write(piece, to: descriptor, path) }
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
