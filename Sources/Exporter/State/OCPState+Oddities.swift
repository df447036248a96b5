import OCP

extension OCPState {
    /// The enums of the metric table: field, known states, and how to read it.
    ///
    /// Not the rows themselves, for a copy of one, for each cluster, counts references to all that
    /// stands on the page.
    private static let enums = OverviewTable.rows.compactMap(\.enumeration)

    /// Counts what is odd about an answer, and tells it the first time.
    mutating func note(
        _ overviews: [ClusterSnapshot.LabelledOverview],
        _ malformedFields: [MalformedField],
        _ id: Int64
    ) {
        for field in malformedFields {
            note(field, id)
        }
        for overview in overviews {
            if let answered = overview.overview.clusterId, answered != id {
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

    private mutating func noteUnknownStates(
        of overview: ClusterSnapshot.LabelledOverview,
        _ id: Int64
    ) {
        for row in Self.enums {
            guard let value = row.read(overview), !row.states.contains(value) else { continue }
            snapshot.statistics.unknownEnumValues[row.field, default: 0] += 1
            filter.once(
                "\(row.field) \(value)",
                .unknownState(id: id, field: row.field, value: value)
            )
        }
    }
}
