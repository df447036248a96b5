/// The names and versions of the program, in one place; tests hold all others to it.
package enum Version {
    /// The program.
    package static let program = "oceanbase-backup-exporter"
    /// The version, after semantic versioning.
    package static let number = "0.1.0"
    /// The commit that was built; the Dockerfile puts it here.
    package static let revision = "unknown"
    /// The compiler, as far as the source can tell it.
    package static let swift: String = {
        #if compiler(>=6.4)
            "6.4"
        #elseif compiler(>=6.3)
            "6.3"
        #else
            "6.2"
        #endif
    }()
}
