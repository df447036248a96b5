import Exposition
import OCP

/// The command `once`: one round, then the page to standard output or to a file.
struct Once {
    let settings: Settings
    let options: Options
    let logger: Logger

    /// Polls every OCP once and writes the page in text format 0.0.4.
    ///
    /// - Returns: 0 if the page was written and every OCP let us in, else 1.
    func run(_ transport: any Transport) async throws -> Int32 {
        let time = SystemTime()
        let fleet = Fleet(
            environment: PollingEnvironment(
                transport: transport,
                time: time,
                logger: logger,
                roundEnded: {}
            )
        )
        fleet.apply(settings.ocps, thresholds: settings.thresholds)
        try await fleet.runOnce()
        let snapshots = fleet.snapshots
        let page = PreparedPage.pieces(.text) { writer in
            FleetPage.write(snapshots, to: &writer)
            writer.end()
        }
        if let path = options.outputFile {
            do throws(TextFile.Problem) {
                try TextFile.replace(path, with: page)
            } catch {
                logger.error("the page cannot be written", ["err": error.description])
                return 1
            }
        } else {
            StandardOutput.write(page)
        }
        return snapshots.allSatisfy { $0.lastRound?.isUp == true } ? 0 : 1
    }
}
