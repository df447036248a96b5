import OCPSimulator
import Testing

@Suite struct OverviewTests {
    @Test func printed() throws {
        for name in ["healthy", "no-strategy"] {
            print(try SimulatorHarness(scenario: name).overview())
            print(try SimulatorHarness(scenario: name).overview().text)
        }
        let h = try SimulatorHarness()
        print(try h.get("/api/v2/ob/clusters", query: "size=3").text)
        print(try h.get("/api/v2/time").text)
    }
}
