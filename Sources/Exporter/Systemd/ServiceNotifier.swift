import Glibc
import OCP

/// Tells the service manager, if it wants to know, how this service is (sd_notify(3)).
package struct ServiceNotifier: Sendable {
    private let socket: NotifySocket?
    private let logger: Logger?
    /// Between two beats of the watchdog: half of what the manager allows; nil if it wants none.
    let beatInterval: Duration?

    /// Tells nobody.
    package init() {
        socket = nil
        logger = nil
        beatInterval = nil
    }

    /// Tells the manager that the environment names.
    ///
    /// - Parameters:
    ///   - environment: `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID` as systemd sets them.
    ///   - processID: the id of this process.
    ///   - logger: takes a line when the manager cannot be told.
    package init(
        environment: [String: String],
        processID: Int32 = getpid(),
        logger: Logger
    ) {
        self.logger = logger
        let name = environment["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
        socket = name.flatMap { NotifySocket($0) }
        if name != nil, socket == nil {
            logger.warn("NOTIFY_SOCKET cannot be used: the service manager hears nothing")
        }
        beatInterval = socket == nil ? nil : Self.beatInterval(environment, processID)
    }

    /// The service answers.
    ///
    /// - Parameter status: one line for people, as `systemctl status` shows it.
    func ready(_ status: String) {
        tell("READY=1\nSTATUS=\(PrintableText.escaped(status))")
    }

    /// The service loads its configuration; ``ready(_:)`` follows.
    func reloading() {
        // The clock that the manager compares with.
        var now = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &now)
        let microseconds = Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1_000
        tell("RELOADING=1\nMONOTONIC_USEC=\(microseconds)\nSTATUS=Loading the configuration")
    }

    /// The service ends.
    func stopping() {
        tell("STOPPING=1\nSTATUS=Finishing what is being sent")
    }

    /// The service lives.
    ///
    /// It is called on the event loop, and never waits.
    func beat() {
        socket?.send("WATCHDOG=1", waits: false)
    }

    private func tell(_ message: String) {
        guard let socket, !socket.send(message, waits: true) else { return }
        let first = message.prefix { $0 != "\n" }
        logger?.warn("the service manager does not hear", ["message": String(first)])
    }

    /// Half of `WATCHDOG_USEC`, if that is meant for this process (sd_watchdog_enabled(3)).
    static func beatInterval(_ environment: [String: String], _ processID: Int32) -> Duration? {
        guard let microseconds = environment["WATCHDOG_USEC"].flatMap({ Int64($0) }),
            microseconds > 1
        else { return nil }
        if let owner = environment["WATCHDOG_PID"], Int32(owner) != processID { return nil }
        return .microseconds(microseconds / 2)
    }
}

/// The socket of `NOTIFY_SOCKET` on which the service manager hears of its service (sd_notify(3)).
///
/// It stays open, so that a service that has run out of descriptors can still be heard.
final class NotifySocket: Sendable {
    private let descriptor: Int32
    /// A `sockaddr_un` as far as it is used.
    private let address: [UInt8]

    /// Prepares to send; nil if the text is neither a path nor `@` and an abstract name, or there
    /// is no descriptor left.
    init?(_ text: String) {
        guard let address = Self.address(text) else { return nil }
        let type = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
        descriptor = socket(AF_UNIX, type, 0)
        self.address = address
        guard descriptor >= 0 else { return nil }
        // A manager that does not read holds nobody up for longer.
        var limit = timeval(tv_sec: 1, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
    }

    deinit {
        close(descriptor)
    }

    /// Sends one message.
    ///
    /// - Parameters:
    ///   - message: lines of `NAME=value`.
    ///   - waits: whether to wait, a second at most, for room in the manager's queue.
    /// - Returns: whether the manager has it.
    @discardableResult
    func send(_ message: String, waits: Bool) -> Bool {
        let octets = Array(message.utf8)
        let flags = Int32(MSG_NOSIGNAL) | (waits ? 0 : Int32(MSG_DONTWAIT))
        return unsafe address.withUnsafeBytes { address in
            guard let base = address.baseAddress else { return false }
            let target = unsafe base.assumingMemoryBound(to: sockaddr.self)
            while true {
                let count = unsafe sendto(
                    descriptor,
                    octets,
                    octets.count,
                    flags,
                    target,
                    socklen_t(address.count)
                )
                if count < 0, errno == EINTR { continue }
                return count == octets.count
            }
        }
    }

    /// The address as the kernel wants it: the family, and the name with a NUL before it if it is
    /// abstract, or behind it if it is a path (unix(7)).
    static func address(_ text: String) -> [UInt8]? {
        let name = Array(text.utf8)
        guard let first = name.first, name.count > 1, name.count <= longestName, !name.contains(0)
        else { return nil }
        let family = unsafe withUnsafeBytes(of: sa_family_t(AF_UNIX)) { unsafe Array($0) }
        switch first {
        case UInt8(ascii: "/"): return family + name + [0]
        case UInt8(ascii: "@"): return family + [0] + name.dropFirst()
        default: return nil
        }
    }

    /// What `sun_path` holds, without a NUL.
    private static let longestName = 107
}
