import OCPSimulator

@main
enum Main {
    static func main() {
        print(SimulatorUsage.text)
    }
}
