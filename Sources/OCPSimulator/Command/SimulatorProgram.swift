import Glibc
import HTTP
import Kernel

/// The program `ocp-simulator`: reads its command line, serves, and ends at a signal.
package enum SimulatorProgram {
    /// Runs the program.
    ///
    /// - Parameters:
    ///   - arguments: what follows the program's name.
    ///   - environment: the variables of the process.
    /// - Returns: the exit code: 0 after a signal, `--help` or `--version`, 2 for a command line
    ///   that cannot be followed, 1 if it cannot listen.
    package static func run(
        arguments: [String],
        environment: [String: String]
    ) async -> Int32 {
        do {
            switch try SimulatorCommand(arguments: arguments, environment: environment) {
            case .help: write(SimulatorUsage.text, to: STDOUT_FILENO)
            case .version:
                write("ocp-simulator \(SimulatorUsage.version)\n", to: STDOUT_FILENO)
            case .run(let options): try await serve(options)
            }
            return 0
        } catch {
            write("ocp-simulator: \(error)\n", to: STDERR_FILENO)
            return error is SimulatorCommand.Problem ? 2 : 1
        }
    }

    private static func serve(_ options: SimulatorOptions) async throws {
        SignalStream.endAtOnce()
        let simulator = try Simulator(settings: options.settings)
        let log: @Sendable (String) -> Void = { line in
            write("ocp-simulator: \(line)\n", to: STDERR_FILENO)
        }
        let server = SimulatorServer(
            simulator,
            addresses: options.addresses,
            tls: try tlsServer(options),
            log: log
        )
        try server.start()
        let signals = SignalStream.stream()
        write(announcement(of: server, options) + "\n", to: STDOUT_FILENO)
        try await withThrowingTaskGroup { group in
            group.addTask { try await server.run() }
            group.addTask { for await _ in signals { return } }
            try await group.next()
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    private static func tlsServer(_ options: SimulatorOptions) throws -> TLSServer? {
        switch (options.certificateFile, options.keyFile) {
        case (nil, nil):
            return nil
        case (let certificate?, let key?):
            return try TLSServer(
                TLSConfiguration(certificateFile: certificate, keyFile: key)
            )
        default:
            throw SimulatorCommand.Problem(
                description: "--tls.cert-file and --tls.key-file need each other"
            )
        }
    }

    /// Where it listens, for whom, and with what fleet; no secret.
    private static func announcement(
        of server: SimulatorServer,
        _ options: SimulatorOptions
    ) -> String {
        "Simulated OCP \(options.settings.version) at \(server.urls.joined(separator: ", ")), "
            + "user \(options.settings.account.username), \(server.simulator.fleetSummary)"
    }

    /// Writes without a buffer, so that whoever reads a pipe sees the line at once.
    private static func write(_ text: String, to descriptor: Int32) {
        try? Descriptor.write(Array(text.utf8), to: descriptor)
    }
}
