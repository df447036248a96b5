import OCP
import TestClock
import TestSupport
import Testing

@testable import Exporter

/// Tenants and tasks before an OCP that has not all there is to ask.
@Suite(.timeLimit(.minutes(15))) struct TaskEndpointTests {
    @Test func anOCPThatLacksTheTenantsStrategiesHasThoseOfClusters() async throws {
        let tenants: [Int64: [Int64]] = [1: [7, 8, 9, 10, 11]]
        let harness = try TaskPollingHarness(tenants)
        harness.answer { request in
            request.api == .strategies && request.tenant != nil ? .html : .fine(request, tenants)
        }
        try await harness.readOnce()
        let asked = harness.ocp.tasks.filter { $0.hasPrefix("strategies") }
        #expect(asked == ["strategies 1", "strategies 1/7", "strategies 1/8", "strategies 1/9"])
        #expect(harness.collector("strategies")?.isSupported == true)
        for tenant in 7...11 as ClosedRange<Int64> {
            #expect(harness.facts(1, tenant)?.strategy?.level == "CLUSTER")
            #expect(harness.facts(1, tenant)?.failures.isEmpty == true)
        }
        #expect(harness.log.lines("lacks an endpoint").count == 1)
    }

    /// In mode `auto`, with more clusters than it takes to see that.
    @Test
    func anOCPThatLacksTheListsOfClustersHasThoseOfTenants() async throws {
        let tenants = Dictionary(
            uniqueKeysWithValues: (1...6 as ClosedRange<Int64>).map { ($0, [10 + $0]) }
        )
        let harness = try TaskPollingHarness(tenants, mode: .auto)
        harness.answer { request in
            request.api == .logBackups && request.tenant == nil ? .html : .fine(request, tenants)
        }
        try await harness.readOnce()
        #expect(harness.collector("log_backups")?.isSupported == true)
        for id in 1...6 as ClosedRange<Int64> {
            #expect(harness.facts(id, 10 + id)?.logBackups.answer?.count == 1)
        }
    }

    @Test func anOCPThatLacksAllOfThemDoesNotSupportThem() async throws {
        let harness = try TaskPollingHarness([1: [7]])
        harness.answer { request in
            let isThere = TaskCollector(rawValue: request.api.rawValue) == nil
            return isThere ? .fine(request, [1: [7]]) : .json(404, "no")
        }
        try await harness.readOnce()
        #expect(harness.collector("tenants")?.isSupported == false)
        #expect(harness.collector("tenants")?.isUp == true)
        #expect(harness.collector("restores")?.isSupported == false)
        #expect(harness.collector("log_backups")?.isSupported == nil, "there is none to ask")
        #expect(harness.monitor.snapshot.lastRound?.isUp == true)
    }

    @Test func aProxysPageAfterAnAnswerIsAFailure() async throws {
        let tenants: [Int64: [Int64]] = [1: [7, 8, 9, 10, 11]]
        let harness = try TaskPollingHarness(tenants)
        harness.answer { request in
            request.api == .strategies && (8...11).contains(request.tenant ?? 0)
                ? .html : .fine(request, tenants)
        }
        try await harness.readOnce()
        #expect(harness.collector("strategies")?.isSupported == true)
        #expect(harness.collector("strategies")?.failedTargets == 4)
        #expect(harness.facts(1, 8)?.strategy == nil, "the cluster's may not hold for it")
        #expect(harness.facts(1, 8)?.failures.first?.1.reason == .notJSON)
    }
}
