import Glibc
import OCPSimulator

@main
enum Main {
    static func main() async {
        let code = await SimulatorProgram.run(
            arguments: Array(CommandLine.arguments.dropFirst()),
            environment: ProcessEnvironment.variables
        )
        exit(code)
    }
}
