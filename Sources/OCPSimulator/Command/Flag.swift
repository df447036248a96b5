package import HTTP

/// One flag of `ocp-simulator`: its name, what it takes, and what it changes.
struct Flag: Sendable {
    /// The name with its dashes.
    let name: String
    /// What stands for the value in `--help`.
    let placeholder: String
    /// One line for `--help`.
    let summary: String
    /// True if the flag may come more than once; its environment variable then holds a list that
    /// commas separate.
    var isRepeatable = false
    /// Puts the value into the options, or says what is wrong with it.
    let apply: @Sendable (inout SimulatorOptions, String) -> String?

    /// The environment variable: the name in upper case behind `OCP_SIMULATOR_`, dots and dashes as
    /// underscores.
    ///
    /// The prefix keeps a shell's own `USERNAME` out.
    var variable: String {
        let letters = name.dropFirst(2).uppercased()
        return "OCP_SIMULATOR_" + letters.map { "-.".contains($0) ? "_" : String($0) }.joined()
    }

    /// The flag of a name.
    static func named(_ name: String) -> Flag? {
        all.first { $0.name == name }
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
