import Exposition
import Kernel
import OCP

/// The command `once`: one round, then the page to standard output or to a file.
struct Once: Sendable {
    /// What to poll.
    let settings: Settings
    /// Where to write the page; nil is standard output.
    let file: String?
    var time: any TimeSource = SystemTime()
    /// Takes what goes wrong.
    let logger: Logger
    var output = CommandOutput.standard

    /// Polls every OCP once and writes the page in text format 0.0.4.
    ///
    /// A page is written whatever OCP does: one that fails is `oceanbase_ocp_up 0` there. On a terminal
    /// it is for people, and what would steer that is shown escaped.
    ///
    /// - Returns: 0 if the page was written and every OCP let us in, else 1.
    /// - Throws: `CancellationError`.
    func run(_ transport: any Transport) async throws -> Int32 {
        let snapshots = try await Fleet.polledOnce(settings, transport, time: time, logger)
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

    private static func harmless(_ page: [[UInt8]]) -> [UInt8] {
        String(decoding: page.joined(), as: UTF8.self).split(
            separator: "\n",
            omittingEmptySubsequences: false
        ).map { PrintableText.escaped(String($0)) }.joined(separator: "\n").utf8.map { $0 }
    }
}
