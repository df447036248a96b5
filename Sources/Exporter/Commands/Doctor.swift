package import OCP

/// The command `doctor`: tries every OCP step by step, in the order in which things go wrong.
package struct Doctor: Sendable {
    private let settings: Settings
    private let time: any TimeSource
    private let output: CommandOutput

    /// Makes the command.
    ///
    /// - Parameters:
    ///   - settings: the OCPs to try.
    ///   - time: the clock to compare OCP's with.
    ///   - output: takes the findings.
    package init(
        settings: Settings,
        time: any TimeSource = SystemTime(),
        output: CommandOutput = .standard
    ) {
        self.settings = settings
        self.time = time
        self.output = output
    }

    /// Examines every OCP.
    ///
    /// - Returns: 0 if all is well with all of them, else 1.
    package func run(_ transport: CurlTransport) async -> Int32 {
        let findings = Findings { output.print($0 + "\n") }
        for ocp in settings.ocps {
            await Examination(
                ocp: ocp,
                thresholds: settings.thresholds,
                findings: findings,
                time: time
            )
            .run(transport)
        }
        output.print(
            findings.areGood
                ? "All is well.\n" : "Something is wrong: see the lines marked FAIL.\n"
        )
        return findings.areGood ? 0 : 1
    }
}
