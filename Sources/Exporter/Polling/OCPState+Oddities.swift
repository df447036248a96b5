import OCP

extension OCPState {
    /// The rows of the metric table that are enums.
    private static let stateMetrics = MetricTable.overview.filter { $0.stateField != nil }

    /// Counts what is odd about an answer, and tells it the first time.
    mutating func note(_ decoded: Decoded<[BackupOverview]>, _ id: Int64) {
        for field in decoded.malformedFields {
            note(field, id)
        }
        for overview in decoded.value {
            if let answered = overview.clusterId, answered != id {
                filter.once(
                    "id \(id) \(answered)",
                    .otherCluster(asked: id, answered: answered)
                )
            }
            noteUnknownStates(of: overview, id)
        }
    }

    /// Counts a field that cannot be used, and tells it the first time.
    ///
    /// - Parameters:
    ///   - field: the field.
    ///   - id: the cluster; nil for a field of the list.
    mutating func note(_ field: MalformedField, _ id: Int64?) {
        snapshot.statistics.malformedFields[field.field, default: 0] += 1
        filter.once("malformed \(field.field)", .malformedField(id: id, field))
    }

    private mutating func noteUnknownStates(of overview: BackupOverview, _ id: Int64) {
        for metric in Self.stateMetrics {
            guard let field = metric.stateField, let value = metric.unknownState(in: overview)
            else { continue }
            snapshot.statistics.unknownEnumValues[field, default: 0] += 1
            filter.once(
                "\(field) \(value)",
                .unknownState(id: id, field: field, value: value)
            )
        }
    }
}
