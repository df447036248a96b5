import Dispatch
import Exposition
import HTTP
import Synchronization

/// The prepared pages: what a scrape gets without waiting for OCP or for rendering.
///
/// After a round the snapshots are rendered, once for each variant that somebody asked for in the
/// last ten minutes, on a queue of its own; then all of them are published at once, so that a scrape
/// in the middle sees the pages of one state. A variant that nobody asked for yet is made on the
/// first request, once, however many wait for it.
final class PageStore: Sendable {
    /// A format in an encoding.
    struct Variant: Hashable, Sendable {
        /// The format.
        var format: ExpositionFormat
        /// True for gzip.
        var isCompressed: Bool
    }

    /// How long a variant is prepared after it was last asked for.
    static let interest: Duration = .seconds(600)

    fileprivate struct State {
        /// What is known now.
        var fleet = FleetState()
        /// What the pages are made of.
        var ocps: [OCPSnapshot] = []
        var pages: [Variant: PreparedPage] = [:]
        var lastAsked: [Variant: Duration] = [:]
        var waiting: [Variant: [@Sendable (PreparedPage) -> Void]] = [:]
        var isUpdateQueued = false
        var sizes: [Variant: Int] = [:]
        var renderSeconds: Double?
        /// When the first values become too old to be served, in seconds of uptime.
        var nextExpiry: Double?
        /// True if that moment has passed since the pages were made.
        var isExpired = false
        /// True once the pages are of a state in which the first round of every OCP has ended.
        var isReady = false
    }

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "pages")
    private let time: any TimeSource
    private let becameReady: @Sendable () -> Void
    private let updated: @Sendable () -> Void

    /// Makes a store whose pages are of an empty fleet until the first update.
    ///
    /// - Parameters:
    ///   - time: the clocks.
    ///   - becameReady: is called once, when ``isReady`` has become true.
    ///   - updated: is called after each update from then on, when what it replaced is gone.
    init(
        time: any TimeSource,
        becameReady: @escaping @Sendable () -> Void = {},
        updated: @escaping @Sendable () -> Void = {}
    ) {
        self.time = time
        self.becameReady = becameReady
        self.updated = updated
    }

    /// What is known now, without values that have become too old.
    var snapshots: [OCPSnapshot] {
        let now = time.instant
        return state.withLock(\.fleet).snapshots.map { $0.expired(at: now) }
    }

    /// Takes over news, and prepares and publishes the pages; returns before that is done.
    func take(_ change: FleetState.Change) {
        let isQueued = state.withLock { state in
            state.fleet.take(change)
            defer { state.isUpdateQueued = true }
            return state.isUpdateQueued
        }
        guard !isQueued else { return }
        queue.async {
            self.prepare()
            if self.isReady { self.updated() }
        }
    }

    /// Hands over the page of a variant, at once if it is prepared, else when it is made.
    func page(_ variant: Variant, then: @escaping @Sendable (PreparedPage) -> Void) {
        let uptime = time.uptime()
        let (page, isFirst) = state.withLock { state -> (PreparedPage?, Bool) in
            state.lastAsked[variant] = uptime
            state.dropExpired(at: uptime.seconds)
            if let page = state.pages[variant] { return (page, false) }
            state.waiting[variant, default: []].append(then)
            return (nil, state.waiting[variant]?.count == 1)
        }
        if let page {
            then(page)
        } else if isFirst {
            queue.async { self.make(variant) }
        }
    }

    /// True once the first round of every OCP has ended, well or badly, and a scrape tells of it; it
    /// stays true.
    var isReady: Bool { state.withLock(\.isReady) }

    /// What the pages tell about themselves.
    var report: (renderSeconds: Double?, sizes: [Variant: Int]) {
        state.withLock { ($0.renderSeconds, $0.sizes) }
    }

    private func prepare() {
        let now = time.instant
        let uptime = time.uptime()
        let (fleet, wanted) = state.withLock { state in
            state.isUpdateQueued = false
            state.isExpired = false
            state.lastAsked = state.lastAsked.filter { uptime - $0.value <= Self.interest }
            return (state.fleet, Array(state.lastAsked.keys))
        }
        let ocps = fleet.snapshots.map { $0.expired(at: now) }
        let pages = render(wanted, ocps)
        let took = (time.uptime() - uptime).seconds
        let (served, isNews) = state.withLock { state in
            let wasReady = state.isReady
            state.ocps = ocps
            state.isReady = wasReady || ocps.allSatisfy { $0.lastRound != nil }
            state.pages = pages
            state.nextExpiry = ocps.compactMap(\.nextExpiry).min()
            state.sizes = pages.mapValues(\.size)
            state.renderSeconds = wanted.isEmpty ? state.renderSeconds : took
            return (state.takeWaiting(), state.isReady && !wasReady)
        }
        Self.answer(served)
        if isNews { becameReady() }
    }

    /// Makes a variant that somebody waits for.
    private func make(_ variant: Variant) {
        if state.withLock({ $0.isExpired }) { return prepare() }
        let start = time.uptime()
        let ocps: [OCPSnapshot]? = state.withLock { state in
            state.pages[variant] == nil ? state.ocps : nil
        }
        guard let ocps else { return Self.answer(state.withLock { $0.takeWaiting() }) }
        let page = Self.render(variant, ocps)
        let took = (time.uptime() - start).seconds
        let served = state.withLock { state in
            state.pages[variant] = page
            state.sizes[variant] = page.size
            state.renderSeconds = took
            return state.takeWaiting()
        }
        Self.answer(served)
    }

    private func render(_ wanted: [Variant], _ ocps: [OCPSnapshot]) -> [Variant: PreparedPage] {
        Dictionary(uniqueKeysWithValues: wanted.map { ($0, Self.render($0, ocps)) })
    }

    private static func render(_ variant: Variant, _ ocps: [OCPSnapshot]) -> PreparedPage {
        PreparedPage(variant) { FleetPage.write(ocps, to: &$0) }
    }

    private static func answer(_ served: [(PreparedPage, [@Sendable (PreparedPage) -> Void])]) {
        for (page, waiting) in served {
            waiting.forEach { $0(page) }
        }
    }
}

extension PageStore.State {
    /// Forgets the pages once some of their values have become too old, however long no round ends.
    mutating func dropExpired(at uptime: Double) {
        guard let expiry = nextExpiry, uptime > expiry else { return }
        pages = [:]
        nextExpiry = nil
        isExpired = true
    }

    /// Takes out all who wait for a page that is there now.
    mutating func takeWaiting() -> [(PreparedPage, [@Sendable (PreparedPage) -> Void])] {
        var served: [(PreparedPage, [@Sendable (PreparedPage) -> Void])] = []
        for (variant, page) in pages {
            if let waiters = waiting.removeValue(forKey: variant) {
                served.append((page, waiters))
            }
        }
        return served
    }
}
