import JSON
@testable import OCP

/// An answer is an overview or a list of clusters, or says why not; what is read can be served.
func fuzzOverview(_ octets: [UInt8]) {
    let secret = "pa55word-of-the-fuzzer"
    let answer = Answer(
        response: TransportResponse(status: 200, headers: [], body: octets),
        redactor: Redactor([Array(secret.utf8)]),
        loginHint: "",
        now: 1_700_000_000
    )
    do throws(OCPError) {
        if let object = try answer.data()?.object {
            var reader = FieldReader(redactor: answer.redactor)
            check(BackupOverview(object, &reader))
            for field in reader.malformedFields { check(field.problem, limit: 1 << 12) }
        }
        var list = ClusterList(pageSize: 200)
        var reader = FieldReader(redactor: answer.redactor)
        list.add(try ClusterPage(number: 1, answer, &reader))
        for cluster in list.clusters { precondition(cluster.id > 0) }
        try checkTasks(answer)
    } catch {
        precondition(!error.message.contains(secret), "a secret is told")
        check(error.message, limit: 1 << 12)
    }
}

/// The same answer may be a list of tenants or tasks, or a strategy.
private func checkTasks(_ answer: Answer) throws(OCPError) {
    for tenant in rows(of: TenantSummary.self, answer) {
        precondition(tenant.id > 0 && tenant.clusterId > 0)
        if let status = tenant.status { check(status, limit: FieldReader.stateLimit) }
    }
    for task in rows(of: LogBackupTask.self, answer) {
        check([task.checkpoint, task.createTime])
        precondition(task.delay?.isFinite ?? true && task.delay != -1)
        check(task.errorMessage ?? "", limit: 200)
    }
    for task in rows(of: DataBackupTask.self, answer) {
        check([task.startTime, task.finishTime, task.snapshotVersionTime])
        check(task.type, limit: FieldReader.stateLimit)
        check(task.errorMessage ?? "", limit: 200)
    }
    for task in rows(of: RestoreTask.self, answer) {
        check([task.finishTime])
    }
    guard let object = try answer.data()?.object else { return }
    var reader = FieldReader(redactor: answer.redactor)
    let strategy = BackupStrategy(object, &reader)
    let spans = [
        strategy?.retention, strategy?.logBackupDelay, strategy?.dataBackupAge,
        strategy?.dataBackupDuration,
    ]
    precondition(spans.allSatisfy { ($0 ?? 0) >= 0 && ($0 ?? 0).isFinite }, "\(spans)")
}

/// The rows of an answer that is a list; none of another.
private func rows<Row: ListRow>(of _: Row.Type, _ answer: Answer) -> [Row] {
    var reader = FieldReader(redactor: answer.redactor)
    return (try? ListPage<Row>(number: 1, answer, &reader))?.rows ?? []
}

/// Times that can be served.
private func check(_ times: [Double?]) {
    for time in times { precondition((0..<253_402_300_800).contains(time ?? 0)) }
}

private func check(_ overview: BackupOverview) {
    let numbers = [
        overview.lastDataBackupTime, overview.latestLogBackupCheckpoint,
        overview.logBackupDelaySeconds, overview.backupSizeBytes,
    ]
    precondition(numbers.allSatisfy { $0?.isFinite ?? true }, "\(numbers)")
    precondition(overview.backupSizeBytes ?? 0 >= 0)
    check(Array(numbers[..<2]))
    for name in [overview.clusterName, overview.tenantName, overview.obVersion] {
        precondition(name?.utf8.count ?? 0 <= FieldReader.nameLimit)
    }
    for state in [overview.obClusterStatus, overview.backupScheduleStatus] {
        if let state { check(state, limit: FieldReader.stateLimit) }
    }
}

/// A text for a label or a log: short, and without control characters.
private func check(_ text: String, limit: Int) {
    precondition(text.utf8.count <= limit, text)
    precondition(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }, text)
}
