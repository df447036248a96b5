import OCP

/// The command `doctor`: tries every OCP step by step, in the order in which things go wrong.
struct Doctor: Sendable {
    /// The OCPs to try.
    let settings: Settings
    /// The clock to compare OCP's with.
    var time: any TimeSource = SystemTime()
    /// Takes the findings.
    var output = CommandOutput.standard

    /// Examines every OCP.
    ///
    /// - Returns: 0 if all is well with all of them, else 1.
    func run(_ transport: CurlTransport) async -> Int32 {
        let findings = Findings { output.print($0 + "\n") }
        for ocp in settings.ocps {
            await Examination(
                ocp: ocp,
                thresholds: settings.thresholds,
                findings: findings,
                time: time,
                output: output
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
