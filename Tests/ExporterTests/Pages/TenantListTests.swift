import Exposition
import OCP
import Testing

@testable import Exporter

extension OCPSnapshot {
    /// An OCP that is up, whose only cluster is well and has tenants of these facts.
    static func withTenants(_ facts: [SubjectFacts], name: String = "c") -> OCPSnapshot {
        var ocp = snapshot(delay: 1, lastSuccess: SubjectFacts.moment, name: name)
        ocp.lastRound = RoundSummary(
            endedAt: Instant(SubjectFacts.moment),
            duration: 1,
            isUp: true,
            clusterCount: 1
        )
        ocp.tasks.subjects = facts.map(Subject.init)
        return ocp
    }
}

/// Tenants on the status page.
@Suite struct TenantListTests {
    private static let now = SubjectFacts.moment

    private static func html(_ facts: [SubjectFacts]) -> String {
        StatusPage.html([.withTenants(facts)], telemetryPath: "/metrics", now: Instant(now))
    }

    /// A tenant whose log archive is so far behind.
    private static func late(_ id: Int64, by seconds: Double) -> SubjectFacts {
        var facts = SubjectFacts.healthy(id)
        facts.log([.row("INPROGRESS", from: 1, to: now - seconds)])
        return facts
    }

    private static func count(_ part: String, in html: String) -> Int {
        html.ranges(of: part).count
    }

    @Test func withoutTenantsThereIsNoList() {
        #expect(!Self.html([]).contains("<details>"))
    }

    @Test func ofGoodTenantsOneLineIsSeen() {
        let one = Self.html([.healthy()])
        #expect(one.contains("<details><summary>1 tenant, all good</summary>"))
        let two = Self.html([.healthy(7), .healthy(8)])
        #expect(two.contains("<details><summary>2 tenants, all good</summary>"))
        #expect(two.contains("log delay 10 s, backup 1 h 0 min ago"))
    }

    @Test func theWorstStandsFirstAndIsSeenWithoutOpening() throws {
        let html = Self.html([
            .healthy(1), Self.late(2, by: 700), Self.late(3, by: 9000), Self.late(4, by: 800),
        ])
        #expect(html.contains("<summary>4 tenants, 1 bad, 2 to look at; worst: <bdi>t3</bdi>"))
        let places = try ["3", "4", "2", "1"].map { id in
            try #require(html.firstRange(of: "<li><bdi>t\(id)</bdi>")).lowerBound
        }
        #expect(places == places.sorted())
        #expect(Self.count("</details>", in: html) == Self.count("<details>", in: html))
    }

    @Test func aBadTenantMakesItsClusterBad() {
        let row = StatusRow.all(
            [.withTenants([Self.late(7, by: 9000), .healthy(8)])],
            now: Instant(Self.now)
        ).first
        #expect(row?.health == .bad)
        #expect(row?.words == "good", "the cluster itself is")
        #expect(row?.briefWords == "t7: log archive far behind")
        #expect(row?.tenants.map(\.id) == [7, 8])
    }

    @Test func namesAndOCPsWordsAreShownNotRun() {
        var facts = SubjectFacts.healthy()
        facts.tenant?.name = "<script>alert(1)</script>\u{1B}[31m\u{202E}"
        var row = LogBackupTask.row("FAILED", from: 1, to: Self.now)
        row.errorMessage = "<img src=x onerror=\"alert(2)\"> & 'more'"
        facts.log([row])
        let html = Self.html([facts])
        #expect(!html.contains("<script") && !html.contains("<img"))
        #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;\\u001b[31m\\u202e"))
        let words = "&lt;img src=x onerror=&quot;alert(2)&quot;&gt; &amp; &#39;more&#39;"
        #expect(html.contains("OCP says: \(words)"))
        var unnamed = SubjectFacts.healthy()
        unnamed.tenant?.name = nil
        #expect(Self.html([unnamed]).contains("<li><i>no name</i>"))
    }

    @Test func aThousandTenantsAreBehindASecondFold() {
        let html = Self.html((1...1000).map { .healthy($0) })
        #expect(html.contains("<summary>1000 tenants, all good</summary>"))
        #expect(html.contains("<details><summary>975 more</summary>"))
        #expect(Self.count("<details>", in: html) == 2)
        #expect(Self.count("<li>", in: html) == 1000)
        #expect(Self.count("<details>", in: Self.html((1...25).map { .healthy($0) })) == 1)
    }

    /// What is said of a tenant about which nothing is wrong.
    @Test func goodHasItsReasons() {
        func words(_ change: (inout SubjectFacts) -> Void) -> String? {
            var facts = SubjectFacts.healthy()
            change(&facts)
            let ocp = OCPSnapshot.withTenants([facts])
            return StatusRow.all([ocp], now: Instant(Self.now)).first?.tenants.first?.words
        }
        #expect(words { _ in } == "good")
        #expect(words { $0.tenant?.role = "STANDBY" } == "good, standby")
        #expect(
            words {
                $0.isAsked = false
                $0.tenant?.status = "CREATING"
            } == "creating"
        )
        #expect(words { $0.defaults.isBackupExpected = false } == "no backup is expected")
        #expect(
            words {
                $0 = SubjectFacts(cluster: 1, labels: .none, tenant: $0.tenant)
                $0.isAsked = true
            } == "not asked yet"
        )
    }

    @Test func whatIsWrongWithAnOldClustersTasksStandsBesideItsOverview() {
        var facts = SubjectFacts.healthyCluster()
        facts.data([.row("FAILED", to: Self.now)])
        let row = StatusRow.all([.withTenants([facts])], now: Instant(Self.now)).first
        #expect(row?.words == "last full backup failed")
        #expect(row?.health == .warn)
        #expect(row?.tenants.isEmpty == true)
    }
}
