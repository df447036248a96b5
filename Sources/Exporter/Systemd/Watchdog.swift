import HTTP

/// Beats for the service manager as long as the event loop and every poller are alive.
struct Watchdog {
    let notifier: ServiceNotifier
    let fleet: Fleet
    let server: HTTPServer
    let time: any TimeSource
    let logger: Logger

    /// Beats until the task is cancelled.
    ///
    /// A beat is sent by the event loop itself: one that hangs sends none. A poller counts as stuck in
    /// the second look that finds it so: in the first after the machine was suspended, whose time counts,
    /// it may not have woken yet.
    func run() async {
        guard let interval = notifier.beatInterval else { return }
        var looks = 0
        while true {
            let stuck = fleet.stuck(at: time.uptime())
            looks = stuck.isEmpty ? 0 : looks + 1
            if looks < 2 {
                server.probe { [notifier] in notifier.beat() }
            } else if looks == 2 {
                logger.error(
                    "polling is stuck: the watchdog gets no beat, so that systemd starts anew",
                    ["ocps": stuck.joined(separator: ", ")]
                )
            }
            guard (try? await time.sleep(for: interval)) != nil else { return }
        }
    }
}
