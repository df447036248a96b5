import Glibc

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
    ///
    /// - Parameter uptime: the time of `CLOCK_MONOTONIC`.
    func reloading(at uptime: Duration) {
        let microseconds = Int64(uptime / .microseconds(1))
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
