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
    ///   - picture: how they are shown.
    ///   - environment: the variables that describe the terminal.
    ///   - log: the lines for the end of the screen.
    ///   - time: the clock.
    ///   - output: where to draw.
    package init(
        _ application: Application,
        picture: FleetPicture,
        environment: [String: String],
        log: RecentLines,
        time: any TimeSource = SystemTime(),
        output: CommandOutput = .standard
    ) {
        self.application = application
        self.picture = picture
        self.environment = environment
        self.log = log
        self.time = time
        self.output = output
    }

    /// Draws every second until the task is cancelled; elsewhere than on a terminal once, after the
    /// first round.
    ///
    /// - Throws: `CancellationError`.
    package func run() async throws {
        if let terminal = Terminal.current(environment) {
            output.print(terminal.cleared)
        }
        while true {
            let snapshots = application.snapshots
            let hasEnded = snapshots.allSatisfy { $0.lastRound != nil }
            if let terminal = Terminal.current(environment) {
                var picture = picture
                picture.recent = log.lines
                let lines = picture.lines(snapshots, now: time.now(), on: terminal)
                output.print(terminal.frame(lines))
            } else if hasEnded {
                let lines = picture.lines(snapshots, now: time.now(), on: nil)
                return output.print(lines.joined(separator: "\n") + "\n")
            }
            try await time.sleep(for: hasEnded ? .seconds(1) : .milliseconds(100))
        }
    }
}
