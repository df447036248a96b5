/// What is known of every OCP: whoever ends a round hands its snapshot in.
package struct FleetState: Sendable {
    /// News.
    package enum Change: Sendable {
        /// The OCPs of the configuration, in its order, with what is known of those that are new.
        case configured([(monitor: Int, OCPSnapshot)])
        /// What is known of one; of a monitor that is not configured any more, nothing is taken.
        case known(monitor: Int, OCPSnapshot)
    }

    private var entries: [(monitor: Int, snapshot: OCPSnapshot)] = []

    /// Nothing is known yet, not even which OCPs there are.
    package init() {}

    /// What is known, in the order of the configuration.
    package var snapshots: [OCPSnapshot] { entries.map(\.snapshot) }

    /// Takes over news.
    package mutating func take(_ change: Change) {
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
