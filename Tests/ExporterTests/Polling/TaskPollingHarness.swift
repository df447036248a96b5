import OCP
import Synchronization
import TestClock
import TestSupport

@testable import Exporter

/// An OCP with tenants, its clock and its log.
struct TaskPollingHarness {
    let time = ManualTime(shortest: .milliseconds(5))
    let ocp: FakeOCP
    let log = LogLines()
    let monitor: OCPMonitor

    /// A monitor of an OCP with these tenants by cluster.
    init(
        _ tenants: [Int64: [Int64]],
        mode: TenantSettings.Mode = .tenant,
        _ change: (inout OCPSettings) -> Void = { _ in }
    ) throws {
        let ocp = FakeOCP(time) { .fine($0, tenants) }
        self.ocp = ocp
        var settings = try PollingHarness.settings()
        settings.tenants.mode = mode
        settings.maxConcurrentRequests = 1
        change(&settings)
        monitor = OCPMonitor(
            settings: settings,
            thresholds: ThresholdRules(),
            environment: PollingEnvironment(
                transport: ocp,
                time: time,
                random: { 0.5 },
                logger: Logger(time: time) { [log] in log.add($0) }
            )
        )
    }

    /// Forgets what was asked, and answers by another script from now on.
    func answer(_ script: @escaping FakeOCP.Script) {
        ocp.reset()
        ocp.answer(script)
    }

    /// Reads everything once.
    func readOnce(within duration: Duration = .seconds(300)) async throws {
        try await monitor.readOnce(until: time.uptime() + duration)
    }

    /// Waits until a monitor that runs has asked everything once.
    func waitForFirstTasks() async throws {
        while !monitor.tasks.withLock(\.wasReadOnce) {
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    /// What is served of a cluster or a tenant.
    func facts(_ cluster: Int64, _ tenant: Int64?) -> SubjectFacts? {
        monitor.snapshot.tasks.subjects.map(\.facts)
            .first { $0.cluster == cluster && $0.tenant?.id == tenant }
    }

    /// How a collector goes.
    func collector(_ name: String) -> CollectorState? {
        monitor.snapshot.tasks.collectors.first { $0.name == name }
    }
}
