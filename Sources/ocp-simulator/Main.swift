import Glibc
import Kernel
import OCPSimulator

@main
enum Main {
    static func main() async {
        SignalStream.hold()
        let code = await SimulatorProgram.run(
            arguments: Array(CommandLine.arguments.dropFirst()),
            environment: ProcessEnvironment.variables
        )
        exit(code)
    }
}
