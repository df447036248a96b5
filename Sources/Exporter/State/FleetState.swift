/// What is known of every OCP: whoever ends a round hands its snapshot in.
struct FleetState: Sendable {
    /// News.
    enum Change: Sendable {
        /// The OCPs of the configuration, in its order, with what is known of those that are new.
        case configured([(monitor: Int, OCPSnapshot)])
        /// What is known of one; of a monitor that is not configured any more, nothing is taken.
        case known(monitor: Int, OCPSnapshot)
    }

    private var entries: [(monitor: Int, snapshot: OCPSnapshot)] = []

    /// What is known, in the order of the configuration.
    var snapshots: [OCPSnapshot] { entries.map(\.snapshot) }

    /// Takes over news.
    mutating func take(_ change: Change) {
        switch change {
        case .configured(let all):
            entries = all.map { new in
                entries.first { $0.monitor == new.monitor } ?? (new.monitor, new.1)
            }
        case .known(let monitor, let snapshot):
            guard let index = entries.firstIndex(where: { $0.monitor == monitor }) else { return }
            entries[index].snapshot = snapshot
        }
    }
}
