import JSON

extension MalformedField {
    /// Every value that ``field`` can have: what the decoders ask for in an object, and what they note
    /// of an element that is none.
    package static let knownFields: [String] = {
        let sample = TransportResponse(
            status: 200,
            body: Array(#"{"data":[1,{"id":1}],"successful":true}"#.utf8)
        )
        let answer = Answer(response: sample, redactor: Redactor(), loginHint: "", now: 0)
        var reader = FieldReader(redactor: Redactor(), keepsFields: true)
        _ = try? OCPClient.overviews(answer, &reader)
        _ = try? ListPage<ClusterSummary>(number: 1, answer, &reader)
        _ = try? ListPage<TenantSummary>(number: 1, answer, &reader)
        _ = try? ListPage<LogBackupTask>(number: 1, answer, &reader)
        _ = try? ListPage<DataBackupTask>(number: 1, answer, &reader)
        _ = try? ListPage<RestoreTask>(number: 1, answer, &reader)
        if let object = try? answer.data()?.array?.last { _ = BackupStrategy(object, &reader) }
        return (reader.fields ?? []).sorted()
    }()
}
