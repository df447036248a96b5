import HTTP

extension Application {
    /// Tells the service manager as soon as the event loop answers, and then beats for its watchdog,
    /// until the task is cancelled.
    func serveManager() async {
        let (answer, answering) = AsyncStream<Never>.makeStream()
        server.probe { answering.finish() }
        for await _ in answer {}
        guard !Task.isCancelled else { return }
        notifier.ready(status)
        await Watchdog(
            notifier: notifier,
            fleet: fleet,
            server: server,
            time: time,
            logger: logger
        ).run()
        let (never, _) = AsyncStream<Never>.makeStream()
        for await _ in never {}
    }

    /// One line for the service manager.
    var status: String {
        let addresses = server.boundAddresses.map(\.description).joined(separator: ", ")
        let count = fleet.count
        return "Serving on \(addresses), polling \(count) OCP\(count == 1 ? "" : "s")"
    }
}
