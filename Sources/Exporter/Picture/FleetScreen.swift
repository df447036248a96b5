import Synchronization

/// Shows a picture of the clusters: live on a terminal, once elsewhere.
package struct FleetScreen: Sendable {
    private let application: Application
    private let picture: FleetPicture
    private let environment: [String: String]
    private let log: RecentLines
    private let time: any TimeSource
    private let output: CommandOutput

    /// Makes a screen.
    ///
    /// - Parameters:
    ///   - application: knows the clusters.
    ///   - heading: what stands above the table, a line each.
    ///   - scenarios: what the simulator lets each cluster play, by OCP's id.
    ///   - environment: the variables that describe the terminal.
    ///   - log: the lines for the end of the screen.
    ///   - time: the clock.
    ///   - output: where to draw.
    package init(
        _ application: Application,
        heading: [String],
        scenarios: [Int64: String],
        environment: [String: String],
        log: RecentLines,
        time: any TimeSource = SystemTime(),
        output: CommandOutput = .standard
    ) {
        self.application = application
        picture = FleetPicture(heading: heading, scenarios: scenarios)
        self.environment = environment
        self.log = log
        self.time = time
        self.output = output
    }

    /// Draws every second until the task is cancelled; elsewhere than on a terminal once, after the
    /// first round, and what it lets ask of tenants.
    ///
    /// - Throws: `CancellationError`.
    package func run() async throws {
        if let terminal = Terminal.current(environment) {
            output.print(terminal.cleared)
        }
        while true {
            let snapshots = application.snapshots
            let hasEnded = snapshots.allSatisfy { ocp in
                ocp.lastRound.map { ocp.tasks.wasReadOnce || !$0.isUp } ?? false
            }
            if let terminal = Terminal.current(environment) {
                var picture = picture
                picture.recent = log.lines
                let lines = picture.lines(snapshots, now: time.instant, on: terminal)
                output.print(terminal.frame(lines))
            } else if hasEnded {
                let lines = picture.lines(snapshots, now: time.instant, on: nil)
                return output.print(lines.joined(separator: "\n") + "\n")
            }
            try await time.sleep(for: hasEnded ? .seconds(1) : .milliseconds(100))
        }
    }
}

/// The last few lines of a log, for a picture that the log must not run through.
package final class RecentLines: Sendable {
    private let kept = Mutex<[String]>([])
    private let limit: Int

    /// Keeps up to a number of lines.
    package init(_ limit: Int = 50) {
        self.limit = limit
    }

    /// The lines, oldest first.
    package var lines: [String] {
        kept.withLock(\.self)
    }

    /// Takes text of one line or several.
    package func add(_ text: String) {
        kept.withLock { kept in
            kept += text.split(separator: "\n").map(String.init)
            kept.removeFirst(max(0, kept.count - limit))
        }
    }
}
