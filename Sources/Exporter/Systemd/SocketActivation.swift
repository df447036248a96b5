import Glibc
package import HTTP
import OCP

/// The sockets that systemd bound and passed on to this process (sd_listen_fds(3)).
package enum SocketActivation {
    /// Why there are none that can be used.
    package struct Problem: Error, Equatable, CustomStringConvertible {
        package var description: String
    }

    /// A descriptor and the name that its `.socket` unit gave to it.
    struct Passed: Equatable {
        var descriptor: Int32
        var name: String
    }

    /// The first descriptor that is passed on.
    static let first: Int32 = 3
    /// More than any unit passes on.
    private static let most: Int32 = 1024
    private static let variables = ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"]

    /// Takes the sockets over: no child process inherits them, and nobody takes them twice.
    ///
    /// Call it once, before other threads may read the environment.
    ///
    /// - Parameters:
    ///   - environment: the variables that systemd sets.
    ///   - processID: the id of this process.
    /// - Returns: the addresses to serve on.
    /// - Throws: ``Problem`` if there are none, or one of them is not a socket that listens.
    package static func take(
        environment: [String: String],
        processID: Int32 = getpid()
    ) throws(Problem) -> [ListenAddress] {
        let sockets = try passed(environment, processID)
        for variable in variables { unsafe unsetenv(variable) }
        for socket in sockets { try check(socket) }
        return sockets.map { .inherited(descriptor: $0.descriptor) }
    }

    /// Reads the variables.
    static func passed(
        _ environment: [String: String],
        _ processID: Int32
    ) throws(Problem) -> [Passed] {
        guard let count = environment["LISTEN_FDS"], let process = environment["LISTEN_PID"] else {
            throw Problem(
                description: "systemd passed on no socket (LISTEN_FDS and LISTEN_PID are not set):"
                    + " start the service through its .socket unit, or use --web.listen-address"
            )
        }
        guard let owner = Int32(process), owner > 0 else {
            throw Problem(description: "LISTEN_PID is not the id of a process")
        }
        guard owner == processID else {
            throw Problem(
                description: "the sockets of LISTEN_FDS were passed on to process \(owner), and"
                    + " this one is \(processID): start it with exec, not through a shell"
            )
        }
        guard let count = Int32(count), (0...most).contains(count) else {
            throw Problem(description: "LISTEN_FDS is not a number of sockets")
        }
        guard count > 0 else {
            throw Problem(description: "systemd passed on no socket: LISTEN_FDS is 0")
        }
        let names = environment["LISTEN_FDNAMES"]
            .map { $0.split(separator: ":", omittingEmptySubsequences: false).map(String.init) }
        if let names, names.count != Int(count) {
            throw Problem(
                description: "LISTEN_FDNAMES has \(names.count) names for \(count) sockets"
            )
        }
        return (0..<Int(count)).map { index in
            Passed(descriptor: first + Int32(index), name: names?[index] ?? "unknown")
        }
    }

    private static func check(_ socket: Passed) throws(Problem) {
        let flags = fcntl(socket.descriptor, F_GETFD)
        guard flags >= 0, fcntl(socket.descriptor, F_SETFD, flags | FD_CLOEXEC) >= 0 else {
            throw problem(socket, "is not open")
        }
        guard option(SO_TYPE, of: socket) == Int32(SOCK_STREAM.rawValue) else {
            throw problem(socket, "is not a stream socket: use ListenStream= in the .socket unit")
        }
        guard option(SO_ACCEPTCONN, of: socket) == 1 else {
            throw problem(socket, "does not listen: use Accept=no in the .socket unit")
        }
    }

    private static func option(_ name: Int32, of socket: Passed) -> Int32? {
        var value: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        let result = unsafe getsockopt(socket.descriptor, SOL_SOCKET, name, &value, &size)
        return result == 0 ? value : nil
    }

    private static func problem(_ socket: Passed, _ text: String) -> Problem {
        Problem(
            description: "descriptor \(socket.descriptor)"
                + " (\(PrintableText.escaped(socket.name))), which LISTEN_FDS counts, \(text)"
        )
    }
}
