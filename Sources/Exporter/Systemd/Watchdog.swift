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
    /// A beat is sent by the event loop itself: one that hangs sends none.
    func run() async {
        guard let interval = notifier.beatInterval else { return }
        var wasStuck = false
        while true {
            let stuck = fleet.stuck(at: time.uptime())
            if stuck.isEmpty {
                server.probe { [notifier] in notifier.beat() }
            } else if !wasStuck {
                logger.error(
                    "polling is stuck: the watchdog gets no beat, so that systemd starts anew",
                    ["ocps": stuck.joined(separator: ", ")]
                )
            }
            wasStuck = !stuck.isEmpty
            guard (try? await time.sleep(for: interval)) != nil else { return }
        }
    }
}
