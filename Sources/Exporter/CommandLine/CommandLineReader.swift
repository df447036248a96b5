/// Reads the arguments and the environment into options.
package enum CommandLineReader {
    /// Reads the options.
    ///
    /// Variables of flags that are given as arguments, or that mean nothing to the command, are not
    /// looked at.
    ///
    /// - Parameters:
    ///   - arguments: without the program's name.
    ///   - environment: the variables.
    /// - Returns: the options; of a flag and its variable the flag wins.
    /// - Throws: every mistake at once.
    package static func read(
        _ arguments: [String],
        environment: [String: String]
    ) throws(ConfigurationMistakes) -> Options {
        let words = ArgumentWords(arguments)
        var options = Options()
        options.command = words.command
        options.printed = words.printed
        options.logLevel = words.command.endsByItself ? .warn : .info
        var mistakes = words.mistakes
        for (flag, value) in words.values {
            options.sources[flag.name] = .argument
            set(flag, value, spelled: "--\(flag.name)", &options, &mistakes)
        }
        // A line that asks for help gets it, whatever else is wrong with it.
        if options.printed != nil { return options }
        readEnvironment(environment, &options, &mistakes)
        if options.usesSystemdSockets, !options.listenAddresses.isEmpty {
            mistakes.append(
                "\(options.spelling("web.listen-address")) has no effect beside"
                    + " \(options.spelling("web.systemd-socket")): keep one of them"
            )
        }
        guard mistakes.isEmpty else { throw ConfigurationMistakes(lines: mistakes) }
        return options
    }

    private static func readEnvironment(
        _ environment: [String: String],
        _ options: inout Options,
        _ mistakes: inout [String]
    ) {
        for flag in FlagTable.flags
        where flag.hasVariable && flag.commands.contains(options.command)
            && options.sources[flag.name] == nil
        {
            // Empty is unset: that is how a compose file leaves a variable out.
            guard let text = environment[flag.variable], !text.isEmpty else { continue }
            options.sources[flag.name] = .variable
            let values =
                flag.isRepeatable ? text.split(separator: ",").map { $0.trimmingSpaces() } : [text]
            for value in values {
                set(flag, value, spelled: flag.variable, &options, &mistakes)
            }
        }
    }

    private static func set(
        _ flag: Flag,
        _ value: String,
        spelled: String,
        _ options: inout Options,
        _ mistakes: inout [String]
    ) {
        do throws(Flag.Problem) {
            try flag.set(&options, value)
        } catch {
            mistakes.append("\(spelled) \(error.text)")
        }
    }
}

/// The variables with which the process was started.
package enum EnvironmentVariables {
    /// All of them, from `/proc/self/environ`: the C library's list may not be read safely while
    /// other threads run.
    package static var all: [String: String] {
        let bytes = (try? TextFile.bytes("/proc/self/environ")) ?? []
        var variables: [String: String] = [:]
        for entry in bytes.split(separator: 0) {
            guard let equals = entry.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let name = String(decoding: entry[..<equals], as: UTF8.self)
            variables[name] = String(decoding: entry[(equals + 1)...], as: UTF8.self)
        }
        return variables
    }
}
