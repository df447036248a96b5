extension OCPSettings {
    /// How an OCP is polled, as far as the configuration says.
    struct Polling {
        var interval: Duration?
        var concurrency: Int?
        var staleAfter: Duration?

        /// Takes what flags say instead.
        mutating func override(with flags: Options) {
            interval = flags.pollInterval ?? interval
            concurrency = flags.pollConcurrency ?? concurrency
        }
    }

    /// Sets how it is polled; a longer interval keeps values longer, unless that is set too.
    mutating func apply(_ polling: Polling) {
        pollInterval = polling.interval ?? pollInterval
        maxConcurrentRequests = polling.concurrency ?? maxConcurrentRequests
        staleAfter = polling.staleAfter ?? max(staleAfter, pollInterval * 3)
    }
}
