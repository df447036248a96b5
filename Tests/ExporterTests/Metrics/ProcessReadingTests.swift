import Testing

@testable import Exporter

@Suite struct BootTimeTests {
    @Test func isTheKernels() {
        #expect(ProcessReader.bootTime("cpu 1 2\nbtime 1700000000\nprocesses 9") == 1_700_000_000)
    }

    /// `ProcSubset=pid` of systemd hides `/proc/stat`.
    @Test func isKnownByTheClocksWhereTheKernelHidesIt() {
        let kernels = ProcessReader.bootTime(TextFile.read("/proc/stat"))
        let clocks = ProcessReader.bootTime(nil)
        #expect(abs(clocks - kernels) < 120)
        #expect(clocks == ProcessReader.bootTime("cpu 1 2"))
    }
}
