import Exporter
import Glibc

/// The exporter's entry: everything else is in the module Exporter, but for the simulator of `demo`.
@main
enum Main {
    static func main() async {
        let program = Program(
            arguments: Array(CommandLine.arguments.dropFirst()),
            environment: EnvironmentVariables.all,
            demo: Demo.run
        )
        exit(await program.run())
    }
}
