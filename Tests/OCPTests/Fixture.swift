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
}
