import Foundation
import Testing

@testable import Kernel

struct FileBytesTests {
    @Test
    func readsAFileUpToItsLimit() throws {
        let path = FileManager.default.temporaryDirectory.path + "/bytes-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let content = [UInt8](repeating: 7, count: 40_000)
        try Data(content).write(to: URL(filePath: path))
        let file = try FileBytes(path: path, limit: 40_000)
        #expect(file.bytes == content)
        #expect(try file.stamp == FileStamp(path: path))
        #expect(throws: FileProblem(path: path, reason: "larger than 39999 bytes")) {
            try FileBytes(path: path, limit: 39_999)
        }
    }

    @Test
    func saysWhatIsNotAFile() {
        #expect(throws: FileProblem(path: "/", reason: "not a regular file")) {
            try FileBytes(path: "/", limit: 1)
        }
        #expect(throws: FileProblem(path: "/absent/x", reason: "No such file or directory")) {
            try FileBytes(path: "/absent/x", limit: 1)
        }
    }
}
