/// The ranges that flags and the configuration file share.
enum SettingRange {
    /// Between the starts of two rounds.
    static let pollInterval: ClosedRange<Duration> = .seconds(1) ... .seconds(86_400)
    /// The deadline of a request.
    static let pollTimeout: ClosedRange<Duration> = .milliseconds(100) ... .seconds(600)
    /// Requests in flight to one OCP.
    static let concurrency = 1...1000
    /// Shards that share the clusters.
    static let shardCount = 1...1000
    /// The index of one of them.
    static let shardIndex = 0...999
    /// Open connections of the server.
    static let connections = 1...1_000_000
    /// Other durations of the configuration: thresholds and `stale_after`.
    static let threshold: ClosedRange<Duration> = .seconds(1) ... .seconds(3650 * 86_400)
}
