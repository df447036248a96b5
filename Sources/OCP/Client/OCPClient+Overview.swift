import JSON

extension OCPClient {
    /// What OCP says of the backup of a cluster: `GET /api/v2/ob/clusters/{id}/backup/overview`.
    ///
    /// The manual promises one object. Should OCP send several, an array or `{"contents":[…]}`,
    /// they are taken for tenants: each tenant's name once, the first of several counts.
    ///
    /// - Parameter clusterId: OCP's own id of the cluster.
    /// - Returns: the overviews, at least one; where OCP's error says that there is no backup strategy,
    ///   one that says so and nothing else.
    /// - Throws: ``OCPError``, also for a success in which no field of an overview has a value;
    ///   `CancellationError`.
    package func overview(of clusterId: Int64) async throws -> Decoded<[BackupOverview]> {
        try await get(
            .overview,
            path: "/api/v2/ob/clusters/\(clusterId)/backup/overview"
        ) { answer throws(OCPError) in
            var reader = FieldReader(redactor: answer.redactor)
            let overviews = try Self.overviews(answer, &reader)
            return Decoded(overviews, malformedFields: reader.malformedFields)
        }
    }

    static func overviews(
        _ answer: Answer,
        _ reader: inout FieldReader
    ) throws(OCPError) -> [BackupOverview] {
        let data: JSONElement?
        do throws(OCPError) {
            data = try answer.data()
        } catch {
            guard error.saysNoStrategy else { throw error }
            var overview = BackupOverview()
            overview.obClusterBackupStatus = "NO_BACKUP_STRATEGY"
            return [overview]
        }
        guard let data else { throw answer.nothingSent }
        let overviews = try overviews(data, answer, &reader)
        guard reader.hasValues else { throw answer.nothingSent }
        return overviews
    }

    private static func overviews(
        _ data: JSONElement,
        _ answer: Answer,
        _ reader: inout FieldReader
    ) throws(OCPError) -> [BackupOverview] {
        if let object = data.object, object["contents"]?.array == nil {
            return [BackupOverview(object, &reader)]
        }
        guard let elements = data.array ?? data.object?["contents"]?.array else {
            throw answer.unexpected("data is \(data.kind), not an overview")
        }
        var tenants: Set<String?> = []
        var overviews: [BackupOverview] = []
        for element in elements {
            guard let object = element.object else {
                reader.note("data", "an element is \(element.kind), not an object")
                continue
            }
            let overview = BackupOverview(object, &reader)
            if tenants.insert(overview.tenantName).inserted {
                overviews.append(overview)
            } else {
                reader.note("tenantName", "there is more than one overview of a tenant")
            }
        }
        return overviews
    }
}
