import JSON

extension OCPClient {
    /// The backup strategy of a cluster or of one of its tenants: `GET …/backup/config/backupStrategy`.
    ///
    /// The answer may hold the keys of the backup's storage. Nothing of it but a few fields is read, and
    /// no message quotes it.
    ///
    /// - Parameters:
    ///   - clusterId: OCP's own id of the cluster.
    ///   - tenantId: OCP's own id of the tenant; nil asks the cluster.
    /// - Returns: the strategy; nil where OCP answered that there is none.
    /// - Throws: ``OCPError``, also for an answer of another shape; `CancellationError`.
    package func backupStrategy(
        of clusterId: Int64,
        tenant tenantId: Int64? = nil
    ) async throws -> Decoded<BackupStrategy?> {
        let path = Self.backupPath(clusterId, tenantId) + "/config/backupStrategy"
        return try await get(.strategies, path: path) { answer throws(OCPError) in
            var reader = answer.reader
            let strategy = try Self.strategy(answer, &reader)
            return Decoded(strategy, malformedFields: reader.malformedFields)
        }
    }

    private static func strategy(
        _ answer: Answer,
        _ reader: inout FieldReader
    ) throws(OCPError) -> BackupStrategy? {
        let data: JSONElement?
        do throws(OCPError) {
            data = try answer.data()
        } catch {
            guard error.saysNoStrategy else { throw error }
            return nil
        }
        guard let data else { throw answer.nothingSent }
        // The manual's sample of the clusters' call is a list of clusters, which has no id and is no
        // sign that there is no strategy.
        guard let object = data.object, object["contents"] == nil, object["page"] == nil else {
            let kind = data.object == nil ? data.kind : "a list"
            throw answer.unexpected("data is \(kind), not a backup strategy")
        }
        return BackupStrategy(object, &reader)
    }
}
