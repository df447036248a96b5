import Exposition
package import OCP

/// The command `once`: one round, then the page to standard output or to a file.
package struct Once: Sendable {
    private let settings: Settings
    private let file: String?
    private let time: any TimeSource
    private let logger: Logger
    private let output: CommandOutput

    /// Makes the command.
    ///
    /// - Parameters:
    ///   - settings: what to poll.
    ///   - file: where to write the page; nil is standard output.
    ///   - time: the clocks.
    ///   - logger: takes what goes wrong.
    ///   - output: the standard output.
    package init(
        settings: Settings,
        file: String?,
        time: any TimeSource = SystemTime(),
        logger: Logger,
        output: CommandOutput = .standard
    ) {
        self.settings = settings
        self.file = file
        self.time = time
        self.logger = logger
        self.output = output
    }

    /// Polls every OCP once and writes the page in text format 0.0.4.
    ///
    /// A page is written whatever OCP does: one that fails is `oceanbase_ocp_up 0` there.
    ///
    /// - Returns: 0 if the page was written and every OCP let us in, else 1.
    /// - Throws: `CancellationError`.
    package func run(_ transport: any Transport) async throws -> Int32 {
        let fleet = Fleet(
            environment: PollingEnvironment(
                transport: transport,
                time: time,
                logger: logger
            )
        )
        fleet.apply(settings.ocps, thresholds: settings.thresholds)
        let snapshots = try await fleet.runOnce()
        let page = PreparedPage.pieces(.text) { writer in
            FleetPage.write(snapshots, to: &writer)
            writer.end()
        }
        do throws(TextFile.Problem) {
            if let file {
                try TextFile.replace(file, with: page)
            } else {
                try output.write(page)
            }
        } catch {
            logger.error("the page cannot be written", ["err": error.description])
            return 1
        }
        return snapshots.allSatisfy { $0.lastRound?.isUp == true } ? 0 : 1
    }
}
