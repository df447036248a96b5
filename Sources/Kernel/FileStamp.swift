import Glibc

/// What tells one version of a file from another without reading it, and who may read it.
package struct FileStamp: Sendable, Equatable {
    private let device: UInt64
    private let inode: UInt64
    private let size: Int64
    private let modified: Int64
    private let mode: UInt32

    /// True if members of the file's group may read it.
    package var isGroupReadable: Bool { mode & 0o040 != 0 }
    /// True if everybody on the machine may read it.
    package var isWorldReadable: Bool { mode & 0o004 != 0 }
    /// True if it is a file and not a directory, a device or a pipe.
    package var isRegular: Bool { mode & UInt32(S_IFMT) == UInt32(S_IFREG) }

    private init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        modified =
            Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
        mode = UInt32(status.st_mode)
    }

    /// Asks the file system about a path, links followed.
    package init(path: String) throws(SystemError) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { throw .last }
        self.init(status)
    }

    /// Asks about an open file.
    package init(descriptor: Int32) throws(SystemError) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .last }
        self.init(status)
    }

    /// True if the file changed so lately that it may change again without a new time stamp.
    ///
    /// Time stamps move in steps of some milliseconds; two writes within one step look like one.
    package var isFresh: Bool {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        let nanoseconds = Int64(now.tv_sec) &* 1_000_000_000 &+ Int64(now.tv_nsec)
        return nanoseconds &- modified < 1_000_000_000
    }
}
