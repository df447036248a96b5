import Foundation

/// The files of the repository that these tests are about.
enum RepositoryFile {
    /// The top folder of the repository.
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The folder of dashboards, rules, runbooks and the Alertmanager example.
    static let dashboards = root.appending(path: "dashboards")

    /// Reads the file of the repository with this path from its top folder.
    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The names of the files in a folder of the repository that end in the suffix, in order.
    static func names(in folder: String, suffix: String) -> [String] {
        let all = try? FileManager.default.contentsOfDirectory(
            atPath: root.appending(path: folder).path
        )
        return (all ?? []).filter { $0.hasSuffix(suffix) }.sorted()
    }
}
