import Exporter
import Glibc
import Kernel

/// The exporter's entry: everything else is in the module Exporter, but for the simulator of `demo`.
@main
enum Main {
    static func main() async {
        SignalStream.hold()
        let program = Program(
            arguments: Array(CommandLine.arguments.dropFirst()),
            environment: EnvironmentVariables.all,
            demo: Demo.run
        )
        let code = await program.run()
        fflush(nil)
        // Not by exit(3): its handlers take away what libcurl's thread may still use of OpenSSL.
        _exit(code)
    }
}
