import Exposition
import Foundation
import OCP
import Testing

@testable import Exporter

@Suite struct StatusPageTests {
    @Test func hostileNamesAreShownNotRun() {
        var ocp = snapshot(delay: 1)
        ocp.name = "<script>alert(1)</script>\u{202E}\u{1B}[31m"
        let html = StatusPage.html([ocp], telemetryPath: "/metrics", now: 1000)
        #expect(!html.contains("<script"))
        #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;\\u202e\\u001b[31m"))
    }

    @Test func theShardIsNamedWhereThereAreSeveral() {
        let whole = StatusPage.html([snapshot(delay: 1)], telemetryPath: "/metrics", now: 1000)
        #expect(!whole.contains("shard"))
        let part = StatusPage.html(
            [snapshot(delay: 1)],
            telemetryPath: "/metrics",
            shard: Shard(index: 1, count: 3),
            now: 1000
        )
        #expect(part.contains("This exporter polls shard 1 of 3, counted from 0."))
    }

    @Test func theOCPIsNamedWhereThereAreSeveral() {
        let one = StatusPage.html([snapshot(delay: 1)], telemetryPath: "/metrics", now: 1000)
        #expect(one.components(separatedBy: ">OCP<").count == 2)
        let two = StatusPage.html(
            [snapshot(delay: 1), snapshot(delay: 2)],
            telemetryPath: "/metrics",
            now: 1000
        )
        #expect(two.components(separatedBy: ">OCP<").count == 3)
    }

    @Test func noClusterIsExplained() {
        var ocp = snapshot(delay: 1)
        ocp.clusters = []
        let before = StatusPage.html([ocp], telemetryPath: "/metrics", now: 1000)
        #expect(before.contains("No cluster is known yet."))
        ocp.lastRound = RoundSummary(endedAt: 1, duration: 1, isUp: true, clusterCount: 0)
        let after = StatusPage.html([ocp], telemetryPath: "/metrics", now: 1000)
        #expect(after.contains("No cluster is polled: OCP shows this account none"))
    }

    @Test func noMoreRowsThanABrowserLikes() {
        var ocp = snapshot(delay: 1)
        ocp.clusters = (1...1003).flatMap { snapshot(delay: 1, id: $0).clusters }
        let html = StatusPage.html([ocp], telemetryPath: "/metrics", now: 1000)
        #expect(html.components(separatedBy: "<tr>").count - 1 == 1003)
        #expect(html.contains("And 3 more, none of them worse"))
        #expect(html.contains("<b>1003 clusters</b>"))
    }

    @Test(
        arguments: [
            (0, "0 s"), (59.4, "59 s"), (60, "1 min 0 s"), (3661, "1 h 1 min"), (90061, "1 d 1 h"),
            (-5, "−5 s"),
        ] as [(Double, String)]
    )
    func agesAreRead(seconds: Double, text: String) {
        #expect(QuantityText.age(seconds) == text)
    }

    @Test(
        arguments: [
            (1023, "1023.0 B"), (1024, "1.0 KB"), (13_249_974_108.16, "12.34 GB"),
        ] as [(Double, String)]
    )
    func sizesAreRead(bytes: Double, text: String) {
        #expect(QuantityText.bytes(bytes) == text)
    }

    @Test func theWorstClusterComesFirst() {
        var good = snapshot(delay: 1)
        good.name = "good"
        var late = snapshot(delay: 5000)
        late.name = "late"
        let html = StatusPage.html([good, late], telemetryPath: "/metrics", now: 1001)
        let table = html.drop { $0 != "L" }
        let first = table.firstRange(of: "log backup far behind")
        let second = table.firstRange(of: "class=\"good\">good<")
        #expect(first != nil && second != nil)
        if let first, let second { #expect(first.lowerBound < second.lowerBound) }
    }
}
