/// When places were last silent: a connection that broke or never came about, or no answer in time.
///
/// A name may point elsewhere since, the machine behind it may be frozen, or a firewall may have dropped
/// the connections that nobody used, without a word to either side. So what is older than the last
/// silence, a connection or a resolved name, is not used again.
struct Silences {
    /// For how many seconds a silence is remembered: libcurl itself uses no connection that was idle for
    /// longer, and no name that was resolved longer ago than 60 s.
    static let memory = 118

    /// Where requests go: the same for all with the same connections.
    private struct Place: Hashable {
        var url: BaseURL
        var proxy: ProxyURL?

        init(_ settings: ConnectionSettings) {
            url = settings.baseURL
            proxy = settings.proxyURL
        }
    }

    private let now: @Sendable () -> ContinuousClock.Instant
    private var last: [Place: ContinuousClock.Instant] = [:]

    /// Nobody was silent yet.
    init(now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.now = now
    }

    /// Notes that a place was silent, just now.
    mutating func note(_ settings: ConnectionSettings) {
        last[Place(settings)] = now()
    }

    /// Up to what age, in seconds, connections to a place and its name may be used.
    mutating func trust(in settings: ConnectionSettings) -> Int {
        guard !last.isEmpty else { return Self.memory }
        let place = Place(settings)
        guard let silence = last[place] else { return Self.memory }
        // libcurl compares whole seconds: what was used in the last one before the silence may be too.
        let age = Int((now() - silence) / .seconds(1)) - 1
        if age < Self.memory { return max(1, age) }
        last[place] = nil
        return Self.memory
    }
}
