import Glibc

/// The variables of the process.
package enum ProcessEnvironment {
    /// The variables that belong to a flag; others are not read.
    package static var variables: [String: String] {
        var variables: [String: String] = [:]
        for flag in Flag.all {
            guard let value = unsafe getenv(flag.variable) else { continue }
            variables[flag.variable] = unsafe String(cString: value)
        }
        return variables
    }
}
