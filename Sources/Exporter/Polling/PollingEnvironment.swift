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
    /// Called after each round, when there is something new to serve.
    package var roundEnded: @Sendable () -> Void

    /// Puts an environment together.
    package init(
        transport: any Transport,
        time: any TimeSource = SystemTime(),
        random: @escaping @Sendable () -> Double = { .random(in: 0..<1) },
        logger: Logger,
        roundEnded: @escaping @Sendable () -> Void
    ) {
        self.transport = transport
        self.time = time
        self.random = random
        self.logger = logger
        self.roundEnded = roundEnded
    }
}
