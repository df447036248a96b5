import Foundation
import Testing

/// The bodies in the folder `Fixtures`.
enum Fixture {
    /// The bytes of a file.
    static func bytes(_ name: String) throws -> [UInt8] {
        let url = try #require(
            Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Fixtures")
        )
        return Array(try Data(contentsOf: url))
    }

    /// A directory of its own for a test, removed when the object goes.
    final class Directory: Sendable {
        let path: String

        init() throws {
            let url = FileManager.default.temporaryDirectory
                .appendingPathComponent("ocp-tests-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            path = url.path
        }

        deinit {
            try? FileManager.default.removeItem(atPath: path)
        }

        /// The path of a file in it.
        func file(_ name: String) -> String { "\(path)/\(name)" }

        /// Writes a file in place, as a careless rotation does, and gives its path.
        @discardableResult
        func write(_ text: String, to name: String) throws -> String {
            try Data(text.utf8).write(to: URL(fileURLWithPath: file(name)))
            return file(name)
        }
    }
}
