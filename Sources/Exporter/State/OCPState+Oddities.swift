import OCP

extension OCPState {
    /// The enums of the metric table: field, known states, and how to read it.
    ///
    /// Not the rows themselves, for a copy of one, for each cluster, counts references to all that
    /// stands on the page.
    private static let enums = OverviewTable.rows.compactMap(\.enumeration)

    /// The most clusters that are told of by name when they leave at once.
    private static let mostLeavers = 10

    /// Counts the clusters that OCP's list named before and no longer does, and tells which have just
    /// left; not those that the configuration or the shard leaves out.
    mutating func noteLeft(_ listed: Set<Int64>) {
        let selection = settings.clusters
        func missing(of clusters: [ClusterSummary]) -> [ClusterSummary] {
            let all = clusters.filter { !listed.contains($0.id) && !selection.ids.contains($0.id) }
            guard !all.isEmpty else { return [] }
            let wanted = Set(selection.select(from: all).map(\.id))
            return all.filter { wanted.contains($0.id) }
        }
        let new = missing(of: known)
        snapshot.statistics.left = missing(of: snapshot.statistics.left ?? []) + new
        snapshot.statistics.leftTotal += UInt64(new.count)
        for cluster in new.prefix(Self.mostLeavers) {
            filter.once(
                "left \(cluster.id)",
                .clusterLeft(id: cluster.id, name: cluster.name ?? "")
            )
        }
        guard new.count > Self.mostLeavers else { return }
        filter.once("left", .moreLeft(new.count - Self.mostLeavers))
    }

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

    /// Counts what is odd about an answer about tenants or tasks, and tells it the first time.
    ///
    /// - Returns: what is worth logging.
    mutating func note(_ answer: Decoded<TaskAnswer>, of question: TaskQuestion) -> [PollingEvent] {
        let id = question.target?.cluster
        for field in answer.malformedFields {
            note(field, id)
        }
        for (field, value, states) in answer.value.states where !states.contains(value) {
            snapshot.statistics.unknownEnumValues[field, default: 0] += 1
            filter.once("\(field) \(value)", .unknownState(id: id, field: field, value: value))
        }
        return filter.takeEvents()
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
