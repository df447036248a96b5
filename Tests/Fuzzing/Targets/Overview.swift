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
    } catch {
        precondition(!error.message.contains(secret), "a secret is told")
        check(error.message, limit: 1 << 12)
    }
}

private func check(_ overview: BackupOverview) {
    let numbers = [
        overview.lastDataBackupTime, overview.latestLogBackupCheckpoint,
        overview.logBackupDelaySeconds, overview.backupSizeBytes,
    ]
    precondition(numbers.allSatisfy { $0?.isFinite ?? true }, "\(numbers)")
    precondition(overview.backupSizeBytes ?? 0 >= 0)
    for time in numbers[..<2] { precondition((0..<253_402_300_800).contains(time ?? 0)) }
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
