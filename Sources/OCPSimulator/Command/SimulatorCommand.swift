package import HTTP

/// What the command line asks for.
package enum SimulatorCommand: Sendable {
    /// Serve until a signal comes.
    case run(SimulatorOptions)
    /// Print the usage.
    case help
    /// Print the version.
    case version

    /// A command line that cannot be followed, in one line.
    package struct Problem: Error, Equatable, CustomStringConvertible {
        package let description: String
    }

    /// Reads a command line; a flag beats its environment variable.
    ///
    /// - Parameters:
    ///   - arguments: what follows the program's name.
    ///   - environment: the variables of the process.
    /// - Throws: `Problem` for an unknown flag, a missing or a bad value, or flags that contradict
    ///   each other.
    package init(arguments: [String], environment: [String: String]) throws(Problem) {
        var options = SimulatorOptions()
        options.settings.timeScale = 60
        var given: [(flag: SimulatorFlag, value: String)] = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if ["--help", "-h"].contains(argument) {
                self = .help
                return
            }
            if argument == "--version" {
                self = .version
                return
            }
            let (name, attached) = Self.split(argument)
            guard let flag = SimulatorFlag.named(name) else { throw Self.unknown(name) }
            guard let value = attached ?? rest.popFirst() else {
                throw Problem(description: "\(name) needs a value: \(flag.placeholder)")
            }
            guard flag.isRepeatable || !given.contains(where: { $0.flag.name == name }) else {
                throw Problem(description: "\(name) is given twice")
            }
            given.append((flag, value))
        }
        for flag in SimulatorFlag.all where !given.contains(where: { $0.flag.name == flag.name }) {
            guard let text = environment[flag.variable] else { continue }
            let values = flag.isRepeatable ? text.split(separator: ",").map(String.init) : [text]
            for value in values { try Self.apply(flag, value, named: flag.variable, to: &options) }
        }
        for (flag, value) in given {
            try Self.apply(flag, value, named: flag.name, to: &options)
        }
        try Self.check(options)
        if options.addresses.isEmpty { options.addresses = [SimulatorOptions.standardAddress] }
        self = .run(options)
    }

    private static func apply(
        _ flag: SimulatorFlag,
        _ value: String,
        named name: String,
        to options: inout SimulatorOptions
    ) throws(Problem) {
        if let wrong = flag.apply(&options, value) {
            throw Problem(description: "\(name) \(wrong)")
        }
    }

    /// Splits `--name=value`.
    private static func split(_ argument: String) -> (name: String, value: String?) {
        guard let sign = argument.firstIndex(of: "=") else { return (argument, nil) }
        return (String(argument[..<sign]), String(argument[argument.index(after: sign)...]))
    }

    private static func unknown(_ name: String) -> Problem {
        let names = SimulatorFlag.all.map(\.name) + ["--help", "--version"]
        let kind = name.hasPrefix("-") ? "unknown flag" : "unexpected argument"
        return Problem(description: "\(kind) \(name)" + NearestName.hint(for: name, in: names))
    }

    /// Finds what no single flag can.
    private static func check(_ options: SimulatorOptions) throws(Problem) {
        if let key = options.settings.account.accessKey, key.id.isEmpty || key.secret.isEmpty {
            throw Problem(
                description: "--access-key-id and --access-key-secret-file come together"
            )
        }
        do {
            _ = try options.settings.fleet.assignment()
        } catch {
            throw Problem(description: error.description)
        }
    }
}

/// What `ocp-simulator` was told to do.
package struct SimulatorOptions: Sendable {
    /// Where to listen.
    package var addresses: [ListenAddress] = []
    /// The simulation.
    package var settings = SimulatorSettings()
    /// A PEM file with the server's certificate; nil for plain http.
    package var certificateFile: String?
    /// A PEM file with that certificate's private key.
    package var keyFile: String?
    /// The address without `--web.listen-address`.
    package static let standardAddress = ListenAddress.tcp(host: "127.0.0.1", port: 18080)

    package init() {}
}
