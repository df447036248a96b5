import Synchronization
import Testing

@testable import Exporter

@Suite struct LoggerTests {
    private final class Lines: Sendable {
        private let all = Mutex("")
        func add(_ line: String) { all.withLock { $0 += line } }
        var text: String { all.withLock { $0 } }
    }

    @Test(arguments: [
        (
            Logger.Format.logfmt,
            "time=2021-09-22T06:50:46.414Z level=WARN msg=\"a b\" name=\"x\\n\\\"\\\\\\u001b\" n=1\n"
        ),
        (
            .json,
            "{\"time\":\"2021-09-22T06:50:46.414Z\",\"level\":\"WARN\",\"msg\":\"a b\","
                + "\"name\":\"x\\n\\\"\\\\\\u001b\",\"n\":\"1\"}\n"
        ),
    ])
    func aLineIsOneLine(format: Logger.Format, wanted: String) {
        let lines = Lines()
        let logger = Logger(format: format, time: SetTime(1_632_293_446.414)) { lines.add($0) }
        logger.warn("a b", ["name": "x\n\"\\\u{1B}", "n": "1"])
        logger.debug("not this one")
        #expect(lines.text == wanted)
    }
}
