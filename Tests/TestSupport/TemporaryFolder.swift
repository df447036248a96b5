import Foundation

/// A folder of its own for a test, removed when the object goes.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() throws {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("exporter-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of a file in it.
    package func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file that its owner alone may read, and gives its path; what was there is replaced
    /// at once.
    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        let url = URL(fileURLWithPath: file(name))
        try Data(text.utf8).write(to: url, options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: url.path)
        return url.path
    }

    /// Puts files into the folder as Kubernetes does: each is a link into `..data`, which is a link that
    /// is swapped, so that all change at once.
    package func publish(_ files: [String: String]) throws {
        let manager = FileManager.default
        let version = "..version-\(UUID().uuidString)"
        try manager.createDirectory(atPath: file(version), withIntermediateDirectories: false)
        for (name, text) in files {
            try write(text, to: "\(version)/\(name)")
            try? manager.createSymbolicLink(
                atPath: file(name),
                withDestinationPath: "..data/\(name)"
            )
        }
        try manager.createSymbolicLink(atPath: file("..data_tmp"), withDestinationPath: version)
        guard rename(file("..data_tmp"), file("..data")) == 0 else {
            throw CommandFailure(call: "rename", code: errno)
        }
    }

    /// Writes a file in place, as a careless rotation does, and gives its path.
    @discardableResult
    package func overwrite(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: file(name)))
        return file(name)
    }
}
