import Testing

@testable import OCP

@Suite struct RestoreTests {
    @Test func readsTheSample() async throws {
        let decoded = try await TaskTests.sample("restores.json")
            .restoreTasks(of: 1_000_005, since: 0)
        var good = RestoreTask()
        good.id = 12
        good.backupClusterId = 1_000_005
        good.tenant = TaskTenant(id: 1_000_012, obTenantId: "1002")
        good.backupTenantName = "mysql_tenant"
        good.finishTime = 1_631_844_300.5
        good.isSuccess = true
        var bad = good
        bad.id = 11
        bad.finishTime = 1_631_757_603
        bad.isSuccess = false
        #expect(decoded.value == [good, bad])
        #expect(decoded.malformedFields.isEmpty)
    }

    private static let end = #""finishTime":"2021-09-16T10:00:03Z""#

    /// The members of a row, whether it succeeded, and the bad fields.
    static let ends: [(String, Bool?, [String])] = [
        (#""status":"RESTORE_SUCCESS""#, true, []), (#""status":"RESTORE_FAIL""#, false, []),
        (#""status":"RESTORE_RUNNING""#, nil, []), ("", nil, []),
        (#""successful":true"#, true, []), (#""successful":"true",\#(end)"#, true, []),
        (#""successful":false,\#(end)"#, false, []),
        // OCP's flag is a plain truth value, which is false while a restore runs.
        (#""successful":false"#, nil, []), (#""successful":false,"status":"RUNNING""#, nil, []),
        (#""successful":false,"finished":true"#, false, []),
        (#""successful":false,"status":"RESTORE_FAIL""#, false, []),
        (#""successful":false,"status":"RESTORE_SUCCESS",\#(end)"#, false, []),
        (#""successful":true,"finished":false"#, nil, []),
        (#""finished":false,"status":"RESTORE_FAIL",\#(end)"#, nil, []),
        (#""finished":true"#, nil, []), (#""finished":true,"status":"RESTORE_SUCCESS""#, true, []),
        (#""successful":1,"status":"RESTORE_SUCCESS""#, true, ["successful"]),
        (#""finished":[],"status":"RESTORE_SUCCESS""#, true, ["finished"]),
    ]

    @Test(arguments: ends)
    func tellsWhetherItSucceeded(members: String, expected: Bool?, bad: [String]) async throws {
        let decoded = try await TaskTests.client(members).restoreTasks(of: 1, since: 0)
        #expect(decoded.value.map(\.isSuccess) == [expected])
        #expect(decoded.malformedFields.map(\.field) == bad)
    }

    @Test func oneBadFieldCostsOnlyItself() async throws {
        let members =
            #""id":{},"backupClusterId":"7","backupTenantId":0,"backupObTenantId":"-1","#
            + #""backupTenantName":3,"finishTime":"soon","status":"RESTORE_FAIL""#
        let decoded = try await TaskTests.client(members).restoreTasks(of: 1, since: 0)
        var expected = RestoreTask()
        expected.backupClusterId = 7
        expected.isSuccess = false
        #expect(decoded.value == [expected])
        #expect(
            decoded.malformedFields.map(\.field) == ["id", "backupTenantName", "finishTime"]
        )
    }
}
