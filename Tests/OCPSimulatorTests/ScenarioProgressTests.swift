import Foundation
import HTTP
import OCPSimulator
import Testing

@Suite struct ScenarioProgressTests {
    @Test func aStalledLogBackupFallsBehindAtTheSpeedOfTheScale() throws {
        let harness = try SimulatorHarness(scenario: "log-backup-stalls", timeScale: 60)
        let calm = try #require(harness.overview().json.data["logBackupDelaySeconds"] as? Int)
        #expect(8...108 ~= calm)
        harness.advance(seconds: 12)
        let tenMinutesIn = try #require(
            harness.overview().json.data["logBackupDelaySeconds"] as? Int
        )
        #expect(600...708 ~= tenMinutesIn)
        harness.advance(seconds: 60)
        let answer = try harness.overview().json
        #expect(answer.data["logBackupDelaySeconds"] as? Int == tenMinutesIn + 3600)
        let checkpoint = try #require(answer.seconds("latestLogBackupCheckpoint"))
        let now = SimulatorHarness.start + 72
        #expect(abs(now - checkpoint - Double(tenMinutesIn + 3600)) < 1)
    }

    @Test func aStalledCheckpointStandsStillAtScaleOne() throws {
        let harness = try SimulatorHarness(scenario: "log-backup-stalls")
        harness.advance(seconds: 130)
        let first = try harness.overview().json.seconds("latestLogBackupCheckpoint")
        harness.advance(seconds: 1234.567)
        #expect(try harness.overview().json.seconds("latestLogBackupCheckpoint") == first)
        #expect(first != nil)
    }

    @Test func anOverdueDataBackupPassesEightDaysWithinASimulatedHour() throws {
        let harness = try SimulatorHarness(scenario: "data-backup-overdue", timeScale: 60)
        let limit = 8.0 * 86_400
        let before = try #require(harness.overview().json.seconds("lastDataBackupTime"))
        #expect(SimulatorHarness.start - before < limit)
        harness.advance(seconds: 61)
        let after = try #require(harness.overview().json.seconds("lastDataBackupTime"))
        #expect(SimulatorHarness.start + 61 - after > limit)
    }

    @Test func theSizeDropsToATenth() throws {
        let harness = try SimulatorHarness(scenario: "size-drops", timeScale: 60)
        let before = try #require(harness.overview().json.data["backupSize"] as? Double)
        harness.advance(seconds: 29)
        #expect(try harness.overview().json.data["backupSize"] as? Double == before)
        harness.advance(seconds: 2)
        let after = try #require(harness.overview().json.data["backupSize"] as? Double)
        #expect(abs(after - before / 10) < 0.01)
    }

    @Test(arguments: [
        ("appears", [0.0, 9, 11, 1000], [false, false, true, true]),
        ("disappears", [0, 29, 31, 59, 61, 91], [true, true, false, false, true, false]),
    ])
    func clustersComeAndGo(_ scenario: String, minutes: [Double], listed: [Bool]) throws {
        let harness = try SimulatorHarness(scenario: scenario, timeScale: 60)
        var passed = 0.0
        for (minute, isListed) in zip(minutes, listed) {
            harness.advance(seconds: minute - passed)
            passed = minute
            let ids = try harness.get("/api/v2/ob/clusters").json.ids
            #expect(ids == (isListed ? [1_000_001] : []), "after \(minute) min")
            #expect(try harness.overview().status == (isListed ? 200 : 404), "after \(minute) min")
        }
    }

    /// Whatever happens, no instant lies in the future or more than six weeks in the past, and
    /// OCP's delay agrees with its checkpoint.
    @Test(arguments: Scenario.all.prefix { $0.name != "unreachable" }.map(\.name))
    func instantsArePlausible(_ scenario: String) throws {
        let harness = try SimulatorHarness(scenario: scenario, clusters: 5, timeScale: 60)
        var now = SimulatorHarness.start
        for step in 0..<60 {
            let seconds = Double(step * step) * 7.3 + 0.25
            harness.advance(seconds: seconds)
            now += Double(Int64(seconds * 1000)) / 1000
            for id in harness.simulator.clusterIds {
                let answer = try harness.overview(id).json
                let times = ["lastDataBackupTime", "latestLogBackupCheckpoint"]
                for time in times.compactMap(answer.seconds) {
                    #expect(time <= now && time > now - 42 * 86_400, "\(now - time) s ago")
                }
                guard let checkpoint = answer.seconds("latestLogBackupCheckpoint") else { continue }
                let delay = try #require(answer.data["logBackupDelaySeconds"] as? Int)
                #expect(abs(now - checkpoint - Double(delay)) < 1.01)
            }
        }
    }

    /// Whatever happens, what is told of tasks is over or goes on: nothing is yet to come.
    @Test(arguments: Scenario.all.prefix { $0.name != "unreachable" }.map(\.name))
    func tasksArePlausible(_ scenario: String) throws {
        let harness = try SimulatorHarness(
            scenario: scenario,
            tenants: 3,
            tasks: .cluster,
            timeScale: 600
        )
        var now = SimulatorHarness.start
        for step in 0..<8 {
            let seconds = Double(step * step) * 73 + 0.25
            harness.advance(seconds: seconds)
            now += Double(Int64(seconds * 1000)) / 1000
            for kind in ["dataBackup", "logBackup", "restore"] {
                for row in try harness.ask("task/\(kind)Tasks").json.contents {
                    let begin = try #require(row.seconds("startTime") ?? row.seconds("createTime"))
                    let end = row.seconds("finishTime") ?? row.seconds("checkpoint")
                    #expect(begin < end ?? now + 0.001, "\(row)")
                    #expect(end ?? begin <= now + 0.001, "\(row)")
                    #expect(begin > now - 600 * 86_400, "\(row)")
                }
            }
        }
    }

    @Test func beforeItsStartTheSimulationStandsStill() throws {
        let harness = try SimulatorHarness(scenario: "disappears")
        harness.advance(seconds: -31 * 60)
        #expect(try harness.get("/api/v2/ob/clusters").json.ids == [1_000_001])
        #expect(try harness.overview().status == 200)
    }

    @Test func aClockThatGoesBackOrYearsAheadDoesNoHarm() throws {
        let harness = try SimulatorHarness(scenario: "log-backup-stalls", timeScale: 1_000_000)
        for seconds in [-86_400, 1_576_800_000, 1e9, -3e9] as [Double] {
            harness.advance(seconds: seconds)
            #expect(try harness.overview().status == 200)
        }
    }
}
