import CEpoll
import Glibc
import Kernel

/// Binding in the file system.
enum UnixSocket {
    /// A socket bound to a path.
    ///
    /// A socket that an earlier process left behind, so that nobody answers there, is removed
    /// first; anything else at the path stays and is an error.
    static func bound(path: String, mode: UInt32) throws(SystemError) -> Descriptor {
        let descriptor = try Descriptor.socket(AF_UNIX)
        if isStale(path) { unlink(path) }
        // The bits are taken away before the socket can be seen, and given when it is bound.
        guard fchmod(descriptor.number, 0) == 0,
            withAddress(path, { Glibc.bind(descriptor.number, $0, $1) }) == 0
        else { throw .last }
        guard chmod(path, mode_t(mode)) == 0 else {
            let error = SystemError.last
            unlink(path)
            throw error
        }
        return descriptor
    }

    /// Removes a socket; nothing else is touched.
    static func remove(_ path: String) {
        if isSocket(path) { unlink(path) }
    }

    /// Tells whether a path is a socket at which nobody answers.
    private static func isStale(_ path: String) -> Bool {
        guard isSocket(path), let descriptor = try? Descriptor.socket(AF_UNIX) else { return false }
        return withAddress(path) { connect(descriptor.number, $0, $1) } != 0
            && errno == ECONNREFUSED
    }

    private static func isSocket(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFSOCK
    }

    private static func withAddress(
        _ path: String,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { room in
            for (index, octet) in path.utf8.prefix(room.count - 1).enumerated() {
                room[index] = octet
            }
        }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
