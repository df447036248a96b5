package import OCP

/// What all monitors share.
package struct PollingEnvironment: Sendable {
    /// Sends requests.
    package var transport: any Transport
    /// The clocks.
    package var time: any TimeSource
    /// Random numbers in 0..<1.
    package var random: @Sendable () -> Double
    /// The log.
    package var logger: Logger
    /// Takes what is known anew, after each round and when the configuration changed.
    package var publish: @Sendable (FleetState.Change) -> Void

    /// Puts an environment together.
    package init(
        transport: any Transport,
        time: any TimeSource = SystemTime(),
        random: @escaping @Sendable () -> Double = { .random(in: 0..<1) },
        logger: Logger,
        publish: @escaping @Sendable (FleetState.Change) -> Void = { _ in }
    ) {
        self.transport = transport
        self.time = time
        self.random = random
        self.logger = logger
        self.publish = publish
    }
}
