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
