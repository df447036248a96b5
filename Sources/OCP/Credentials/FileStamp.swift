import Glibc

/// What tells that a file was rewritten, and who may read it.
struct FileStamp: Sendable, Equatable {
    var device: UInt64
    var inode: UInt64
    var size: Int64
    var modified: Int64
    var mode: UInt32

    /// True if group or others may read the file.
    var isGroupReadable: Bool { mode & 0o040 != 0 }
    var isWorldReadable: Bool { mode & 0o004 != 0 }
    var isRegular: Bool { mode & UInt32(S_IFMT) == UInt32(S_IFREG) }

    private init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        modified =
            Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
        mode = UInt32(status.st_mode)
    }

    /// Asks the file system about a path, links followed.
    init(path: String) throws(FileProblem) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { throw FileProblem(path: path, errno: errno) }
        self.init(status)
    }

    /// Asks about an open file.
    init(descriptor: Int32, path: String) throws(FileProblem) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw FileProblem(path: path, errno: errno)
        }
        self.init(status)
    }

    /// True if the file changed so lately that it may change again without a new time stamp.
    ///
    /// Time stamps move in steps of some milliseconds; two writes within one step look like one.
    var isFresh: Bool {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        let nanoseconds = Int64(now.tv_sec) &* 1_000_000_000 &+ Int64(now.tv_nsec)
        return nanoseconds &- modified < 1_000_000_000
    }
}

/// A file that cannot be used, and why.
package struct FileProblem: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file.
    package var path: String
    /// What is wrong, such as `No such file or directory`.
    package var reason: String

    init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    init(path: String, errno code: Int32) {
        self.init(path: path, reason: systemErrorText(code))
    }

    package var description: String { "\(path): \(reason)" }
}

/// The system's text for an `errno`.
func systemErrorText(_ code: Int32) -> String {
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
}
