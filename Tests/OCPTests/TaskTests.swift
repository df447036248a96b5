import Testing

@testable import OCP

@Suite struct TaskTests {
    static func sample(_ name: String) throws -> OCPClient {
        try OCPClient.answering(TransportResponse(status: 200, body: try Fixture.bytes(name)))
    }

    static func client(_ members: String) throws -> OCPClient {
        let body =
            "{\"successful\":true,\"data\":{\"contents\":[{\(members)}],\"page\":{\"totalElements\":1}}}"
        return try OCPClient.answering(.text(body))
    }

    static func log(_ members: String) async throws -> (LogBackupTask, [String]) {
        let decoded = try await client(members).logBackupTasks(of: 1)
        return (try #require(decoded.value.first), decoded.malformedFields.map(\.field))
    }

    static func data(_ members: String) async throws -> (DataBackupTask, [String]) {
        let decoded = try await client(members).dataBackupTasks(of: 1, since: 0)
        return (try #require(decoded.value.first), decoded.malformedFields.map(\.field))
    }

    @Test func readsATenantsDataTask() async throws {
        let decoded = try await Self.sample("data-tasks-tenant.json")
            .dataBackupTasks(of: 1_000_001, tenant: 1_000_012, since: 0)
        var task = DataBackupTask()
        task.tenant = TaskTenant(id: 1_000_012, obTenantId: "1002")
        task.taskId = 1
        task.type = "FULL_BACKUP"
        task.status = "DONE"
        task.startTime = 1_723_190_452.151857
        task.finishTime = 1_723_190_577.715211
        task.snapshotVersionTime = 1_723_190_577.647741
        #expect(decoded.value == [task])
        #expect(decoded.malformedFields.isEmpty)
    }

    @Test func readsAClustersDataTasks() async throws {
        let decoded = try await Self.sample("data-tasks-cluster.json")
            .dataBackupTasks(of: 1_000_005, since: 0)
        #expect(decoded.value.map(\.tenant.isNamed) == [false, false, false])
        #expect(decoded.value.map(\.taskId) == [3, 2, 1])
        #expect(
            decoded.value.map(\.type) == ["FULL_BACKUP", "INCREMENTAL_BACKUP", "FULL_BACKUP"]
        )
        #expect(decoded.value.map(\.status) == ["DONE", "FAILED", "DOING"])
        #expect(
            decoded.value.map(\.startTime)
                == [1_631_784_241.204, 1_631_697_841.204, 1_631_611_441.204]
        )
        #expect(decoded.value.map(\.finishTime) == [1_631_784_302.993, 1_631_697_871.204, nil])
        #expect(decoded.value.map(\.errorMessage) == [nil, "no space", nil])
        #expect(decoded.malformedFields.isEmpty)
    }

    @Test func readsATenantsLogTask() async throws {
        let decoded = try await Self.sample("log-tasks-tenant.json")
            .logBackupTasks(of: 1_000_001, tenant: 1_000_012)
        var task = LogBackupTask()
        task.tenant = TaskTenant(id: 1_000_012, obTenantId: "1002")
        task.status = "INPROGRESS"
        task.checkpoint = 1_723_190_661.810084
        task.delay = 100.1899
        task.createTime = 1_723_190_381.342
        #expect(decoded.value == [task])
        #expect(decoded.malformedFields.isEmpty)
    }

    @Test func readsAClustersLogTask() async throws {
        let decoded = try await Self.sample("log-tasks-cluster.json").logBackupTasks(of: 1_000_005)
        var task = LogBackupTask()
        task.status = "INPROGRESS"
        task.checkpoint = 1_632_293_347.296
        task.delay = 77.6421
        task.createTime = 1_631_611_200
        #expect(decoded.value == [task])
        #expect(!task.tenant.isNamed)
        #expect(decoded.malformedFields.isEmpty)
    }

    /// The members of a row, its tenant, and the bad fields.
    static let tenants: [(String, TaskTenant, [String])] = [
        (#""tenantId":12,"obTenantId":1002"#, TaskTenant(id: 12, obTenantId: "1002"), []),
        (#""tenantId":"12","obTenantId":"1002""#, TaskTenant(id: 12, obTenantId: "1002"), []),
        (#""tenantId":0,"obTenantId":0"#, TaskTenant(), []),
        (#""tenantId":-1,"obTenantId":-1"#, TaskTenant(), []),
        (#""tenantId":"0","obTenantId":"0""#, TaskTenant(), []),
        (#""tenantId":"","obTenantId":null"#, TaskTenant(), []),
        (#""tenantId":0,"obTenantId":1002"#, TaskTenant(obTenantId: "1002"), []),
        (#""tenantId":"x","obTenantId":1002"#, TaskTenant(obTenantId: "1002"), ["tenantId"]),
        (#""tenantId":1.5,"obTenantId":[]"#, TaskTenant(), ["tenantId", "obTenantId"]),
    ]

    @Test(arguments: tenants)
    func readsWhoseATaskIs(members: String, expected: TaskTenant, bad: [String]) async throws {
        let (log, logBad) = try await Self.log(members)
        let (data, dataBad) = try await Self.data(members)
        #expect(log.tenant == expected)
        #expect(data.tenant == expected)
        #expect(logBad == bad)
        #expect(dataBad == bad)
    }

    static let delays: [(String, Double?, [String])] = [
        ("100.1899", 100.1899, []), ("\"98\"", 98, []), ("0", 0, []), ("-1", nil, []),
        ("-1.0", nil, []), ("\"-1\"", nil, []), ("-0.5", -0.5, []), ("-2", -2, []),
        ("null", nil, []), ("\"long\"", nil, ["delay"]), ("1e999", nil, ["delay"]),
    ]

    @Test(arguments: delays)
    func readsDelays(text: String, expected: Double?, bad: [String]) async throws {
        let (task, malformed) = try await Self.log("\"delay\":\(text)")
        #expect(task.delay == expected)
        #expect(malformed == bad)
    }

    static let states: [(String, String?)] = [
        ("RUNNING", "INPROGRESS"), (" RUNNING ", "INPROGRESS"), ("INPROGRESS", "INPROGRESS"),
        ("running", "running"), ("STOPPED", "STOPPED"), ("SUSPENDED", "SUSPENDED"), ("", nil),
    ]

    @Test(arguments: states)
    func readsRunningAsInProgressOfLogsOnly(text: String, expected: String?) async throws {
        let (task, malformed) = try await Self.log("\"status\":\"\(text)\"")
        #expect(task.status == expected)
        #expect(malformed.isEmpty)
        let word = text.trimmingASCIISpace()
        #expect(
            try await Self.data("\"status\":\"\(text)\"").0.status == (word.isEmpty ? nil : word)
        )
    }

    static let times: [(String, Double?, Bool)] = [
        ("2024-08-09T08:00:52.151857Z", 1_723_190_452.151857, true),
        ("2024-08-09T08:00:52.151857123Z", 1_723_190_452.151857123, true),
        ("2024-08-09T16:00:52+0800", 1_723_190_452, true),
        ("2024-08-09T16:00:52.5+08:00", 1_723_190_452.5, true),
        ("1970-01-01T00:00:00Z", nil, true), ("1970-01-01T08:00:00.000+08:00", nil, true),
        ("", nil, true), ("2024-08-09 08:00:52", nil, false), ("2024-08-09T08:00:52", nil, false),
    ]

    @Test(arguments: times)
    func readsTimes(text: String, expected: Double?, isFine: Bool) async throws {
        let logFields = ["checkpoint", "createTime"]
        let (log, logBad) = try await Self.log(
            logFields.map { "\"\($0)\":\"\(text)\"" }.joined(separator: ",")
        )
        #expect([log.checkpoint, log.createTime] == [expected, expected])
        #expect(logBad == (isFine ? [] : logFields))
        let dataFields = ["startTime", "finishTime", "snapshotVersionTime"]
        let (data, dataBad) = try await Self.data(
            dataFields.map { "\"\($0)\":\"\(text)\"" }.joined(separator: ",")
        )
        let times = [data.startTime, data.finishTime, data.snapshotVersionTime]
        #expect(times == [expected, expected, expected])
        #expect(dataBad == (isFine ? [] : dataFields))
    }

    /// A message that was sent with a status, and what is kept of it.
    static let messages: [(String, String, String?, String?)] = [
        ("FAILED", "no space", "no space", "no space"), ("INTERRUPTED", "lost", "lost", nil),
        ("DONE", "fine", nil, nil), ("RUNNING", "fine", nil, nil), ("FAILED", " ", nil, nil),
        ("FAILED", "a\\nb \\u001b[1m", "a\\nb \\u001b[1m", "a\\nb \\u001b[1m"),
        ("FAILED", "key pa55word!", "key <redacted>", "key <redacted>"),
    ]

    /// Messages that quote a backup's place, without its keys.
    static let places: [(String, String)] = [
        (
            "oss://b/d?host=h&access_id=LTAI5t&access_key=k/e+y==&delete_mode=x: denied",
            "oss://b/d?host=h&access_id=<redacted>&access_key=<redacted>&delete_mode=x: denied"
        ),
        ("ACCESS_KEY = abc, next", "ACCESS_KEY = <redacted>, next"),
        (#"{\"accessKeyId\":\"AK\",\"a\":1}"#, #"{"accessKeyId":"<redacted>","a":1}"#),
        ("accessKeySecret: s3cr3t end", "accessKeySecret: <redacted> end"),
        ("encrypt_key='s3cr3t'", "encrypt_key='<redacted>'"),
        ("no access to key 7", "no access to key 7"),
    ]

    @Test(arguments: places)
    func dropsTheKeysOfAStorage(text: String, expected: String) async throws {
        let members = "\"status\":\"FAILED\",\"errorMsg\":\"\(text)\""
        #expect(try await Self.log(members).0.errorMessage == expected)
        #expect(try await Self.data(members).0.errorMessage == expected)
    }

    @Test(arguments: messages)
    func keepsMessagesOfFailures(
        status: String,
        text: String,
        log: String?,
        data: String?
    ) async throws {
        let members = "\"status\":\"\(status)\",\"errorMsg\":\"\(text)\""
        #expect(try await Self.log(members).0.errorMessage == log)
        #expect(try await Self.data(members).0.errorMessage == data)
    }

    @Test func shortensMessages() async throws {
        let text = String(repeating: "é", count: 5_000)
        let members = "\"status\":\"FAILED\",\"errorMsg\":\"\(text)\""
        let kept = try #require(try await Self.data(members).0.errorMessage)
        #expect((190...200).contains(kept.utf8.count))
        let (task, malformed) = try await Self.log(#""status":"FAILED","errorMsg":{"a":1}"#)
        #expect(task.errorMessage == nil)
        #expect(malformed == ["errorMsg"])
    }

    @Test func readsATaskThatSaysNothing() async throws {
        let (data, dataBad) = try await Self.data(#""dataBackupTaskType":null,"taskId":0"#)
        #expect(data == DataBackupTask())
        #expect(data.type == "")
        #expect(dataBad.isEmpty)
        let (log, logBad) = try await Self.log("")
        #expect(log == LogBackupTask())
        #expect(logBad.isEmpty)
    }

    @Test func oneBadFieldCostsOnlyItself() async throws {
        let (data, malformed) = try await Self.data(
            #""taskId":"x","dataBackupTaskType":1,"status":[],"startTime":5,"finishTime":{},"#
                + #""snapshotVersionTime":true,"tenantId":12"#
        )
        var expected = DataBackupTask()
        expected.tenant.id = 12
        #expect(data == expected)
        #expect(
            malformed == [
                "taskId", "dataBackupTaskType", "status", "startTime", "finishTime",
                "snapshotVersionTime",
            ]
        )
    }

    /// Addresses, folders and storage are not read at all.
    @Test func readsNoPlaces() async throws {
        let members = #""status":"FAILED","backupUri":"x1","storageUrl":"x1","agentServerIp":"x1""#
        let decoded = try await Self.client(members).logBackupTasks(of: 1)
        #expect(!String(reflecting: decoded).contains("x1"))
    }
}
