import Exposition
import OCP
import Testing

@testable import Exporter

@Suite struct PictureTests {
    private static let terminal = Terminal(width: 80, height: 24, isColoured: false)

    /// A picture of clusters with these names, each later than the one before.
    private static func lines(
        _ names: [String],
        on terminal: Terminal?,
        recent: [String] = []
    ) -> [String] {
        var ocp = snapshot(delay: 1)
        ocp.clusters = names.enumerated().compactMap { index, name in
            snapshot(delay: Double(index) * 700, id: Int64(index + 1), name: name).clusters.first
        }
        ocp.lastRound = RoundSummary(endedAt: 997, duration: 1, isUp: true)
        var picture = FleetPicture(heading: ["Heading"], scenarios: [1: "healthy"])
        picture.recent = recent
        return picture.lines([ocp], now: 1000, on: terminal)
    }

    @Test func theWorstStandsFirstWithItsScenario() throws {
        let lines = Self.lines(["calm", "late", "worst"], on: Self.terminal)
        let head = try #require(lines.firstIndex { $0.hasPrefix("CLUSTER") })
        #expect(lines[head + 1].hasPrefix("worst"))
        #expect(lines[head + 2].hasPrefix("late"))
        #expect(lines[head + 3].hasPrefix("calm"))
        #expect(lines[head + 3].hasSuffix("healthy"))
        #expect(
            lines.contains("3 clusters: 0 bad, 2 to look at, 1 good; polled 3s ago, every 1m0s")
        )
    }

    @Test(
        arguments: [(80, 24), (40, 10), (20, 3), (1, 1), (200, 100)]
    )
    func itFitsTheTerminal(_ width: Int, height: Int) {
        let names = (1...50).map { "cluster_with_a_rather_long_name_\($0)" }
        let terminal = Terminal(width: width, height: height, isColoured: false)
        let lines = Self.lines(names, on: terminal, recent: ["one", "two"])
        #expect(lines.allSatisfy { $0.count <= width })
        let frame = terminal.frame(lines)
        #expect(frame.split(separator: "\n").count <= max(2, height))
        #expect(lines.contains { $0.contains("more") } == (height < 50 && width >= 20))
    }

    @Test func coloursAreOnlyThereWhenTheyAreWanted() {
        var terminal = Self.terminal
        #expect(!Self.lines(["a"], on: terminal).joined().contains("\u{1B}"))
        #expect(!Self.lines(["a"], on: nil).joined().contains("\u{1B}"))
        terminal.isColoured = true
        #expect(Self.lines(["a"], on: terminal).contains { $0.contains("\u{1B}[3") })
    }

    @Test func aNameCannotSteerTheTerminal() {
        for terminal in [Self.terminal, nil] {
            let lines = Self.lines(["\u{1B}[2Jevil\u{202E}\n"], on: terminal, recent: ["\u{1B}c"])
            #expect(lines.joined().unicodeScalars.allSatisfy { $0.value >= 0x20 })
            #expect(lines.contains { $0.contains("evil") })
        }
    }

    @Test func theLogStandsBelow() {
        let lines = Self.lines(["a"], on: Self.terminal, recent: ["first", "second"])
        #expect(lines.contains("second"))
        #expect(!Self.lines(["a"], on: nil, recent: ["first"]).contains("first"))
    }

    @Test func onlyTheLastLinesAreKept() {
        let log = RecentLines(2)
        for line in ["one\n", "two\n", "three\n"] { log.add(line) }
        #expect(log.lines == ["two", "three"])
    }

    @Test(arguments: [(3661.0, "1h1m"), (59, "59s"), (90_061, "1d1h"), (-5, "−5s"), (120, "2m0s")])
    func spansAreShort(_ seconds: Double, text: String) {
        #expect(FleetPicture.span(seconds) == text)
    }

    @Test(
        arguments: [
            [:], ["TERM": "dumb"], ["TERM": ""], ["TERM": "xterm", "NO_COLOR": "1"],
        ] as [[String: String]]
    )
    func withoutATerminalNothingIsLive(_ environment: [String: String]) {
        // The tests' output is not one, or one that these variables call dumb.
        let terminal = Terminal.current(environment)
        #expect(terminal?.isColoured != true)
        if environment["TERM"] != "xterm" { #expect(terminal == nil) }
    }
}
