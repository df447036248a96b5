/// The names and versions of the program, in one place.
package enum Version {
    /// The program.
    package static let program = "oceanbase-backup-exporter"
    /// The version, after semantic versioning.
    package static let number = "0.1.0"
    /// The commit that was built; set in the environment by whoever builds an image.
    package static let revision = BuildRevision.text
    /// The compiler.
    package static let swift: String = {
        #if swift(>=6.4)
            "6.4"
        #elseif compiler(>=6.3)
            "6.3"
        #else
            "6.2"
        #endif
    }()
}
