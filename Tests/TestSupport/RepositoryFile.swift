package import Foundation

/// The files of the repository.
package enum RepositoryFile {
    /// The top folder of the repository.
    package static let root = URL(filePath: #filePath)
        .deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Reads the file of the repository with this path from its top folder.
    package static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The names of the files in a folder of the repository that end in the suffix, in order.
    package static func names(in folder: String, suffix: String) -> [String] {
        let all = try? FileManager.default.contentsOfDirectory(
            atPath: root.appending(path: folder).path
        )
        return (all ?? []).filter { $0.hasSuffix(suffix) }.sorted()
    }
}
