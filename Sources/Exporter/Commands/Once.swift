import Exposition
import Kernel
import OCP

/// The command `once`: one round, then the page to standard output or to a file.
struct Once: Sendable {
    /// What to poll.
    let settings: Settings
    /// Where to write the page; nil is standard output.
    let file: String?
    /// When the last request may begin, after the start.
    var timeout: Duration = .seconds(300)
    var time: any TimeSource = SystemTime()
    /// Takes what goes wrong.
    let logger: Logger
    var output = CommandOutput.standard

    /// Reads everything of every OCP once and writes the page in text format 0.0.4.
    ///
    /// A page is written whatever OCP does: one that fails is `oceanbase_ocp_up 0` there. What could not
    /// be read in time is absent there, and said. On a terminal
    /// it is for people, and what would steer that is shown escaped.
    ///
    /// - Returns: 0 if the page was written and every OCP let us in, else 1.
    /// - Throws: `CancellationError`.
    func run(_ transport: any Transport) async throws -> Int32 {
        let count = AskedCount()
        let snapshots = try await output.showing(count, time: time) { [self] in
            try await Fleet.polledOnce(
                settings,
                transport,
                timeout: timeout,
                time: time,
                count: count,
                logger
            )
        }
        for ocp in snapshots { tellUnread(ocp) }
        var page = PreparedPage.pieces(.text) { writer in
            FleetPage.write(snapshots, to: &writer)
            writer.end()
        }
        if file.map(TextFile.isTerminal) ?? output.isTerminal { page = [Self.harmless(page)] }
        do throws(FileProblem) {
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

    /// Says what the page lacks, because there was no time for it, or it could not be read.
    private func tellUnread(_ ocp: OCPSnapshot) {
        for collector in ocp.tasks.collectors where collector.unread > 0 {
            logger.warn(
                "not all was read, and what was not is absent from the page",
                [
                    "ocp": ocp.name, "collector": collector.name,
                    "targets": String(collector.unread),
                ]
            )
        }
    }

    private static func harmless(_ page: [[UInt8]]) -> [UInt8] {
        String(decoding: page.joined(), as: UTF8.self).split(
            separator: "\n",
            omittingEmptySubsequences: false
        ).map { PrintableText.escaped(String($0)) }.joined(separator: "\n").utf8.map { $0 }
    }
}
