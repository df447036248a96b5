import JSON

/// Reads `clusters`.
enum ClusterSelectionReader {
    /// Reads the member `clusters` of an OCP; what is wrong is noted.
    static func read(_ ocp: ConfigurationObject) -> ClusterSelection {
        var selection = ClusterSelection()
        guard let object = ocp.object("clusters", keys: ConfigurationKeys.clusters) else {
            return selection
        }
        selection.include = object.pattern("include")
        selection.exclude = object.pattern("exclude")
        selection.ids = readIds(object)
        if !selection.ids.isEmpty, object.has("exclude"), !object.has("include") {
            object.problem(
                "exclude",
                "has no effect, because ids without include names all clusters"
            )
        }
        return selection
    }

    private static func readIds(_ object: ConfigurationObject) -> [Int64] {
        guard let elements = object.array("ids") else { return [] }
        if elements.isEmpty {
            object.problem("ids", "names no cluster: leave it out to poll all that OCP lists")
        }
        var ids: Set<Int64> = []
        for (value, path) in elements {
            guard let id = value.number?.int64, id > 0 else {
                object.reader.problems.add(
                    path,
                    "must be OCP's id of a cluster, a whole number above 0, not"
                        + " \(value.number?.text ?? value.kind)"
                )
                continue
            }
            if !ids.insert(id).inserted {
                object.reader.problems.add(path, "is there twice: \(id)")
            }
        }
        return ids.sorted()
    }
}
