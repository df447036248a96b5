import Glibc

/// The content of a file, read whole.
package struct FileBytes: Sendable {
    /// The content.
    package let bytes: [UInt8]
    /// What the file was before it was read: a write during it gives another stamp.
    package let stamp: FileStamp

    /// Reads a regular file that is not larger than a limit, in bytes.
    package init(path: String, limit: Int) throws(FileProblem) {
        do throws(SystemError) {
            // Without O_NONBLOCK, opening a FIFO that nobody writes to would hang.
            let file = try Descriptor(
                checking: unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
            )
            stamp = try FileStamp(descriptor: file.number)
            bytes = stamp.isRegular ? try file.read(limit: limit) : []
        } catch {
            throw FileProblem(path: path, reason: error.description)
        }
        guard stamp.isRegular else { throw FileProblem(path: path, reason: "not a regular file") }
        guard bytes.count <= limit else {
            throw FileProblem(path: path, reason: "larger than \(limit) bytes")
        }
    }
}

/// A file that cannot be used, and why.
package struct FileProblem: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file.
    package var path: String
    /// What is wrong, such as `No such file or directory`.
    package var reason: String

    /// Says what is wrong with a file.
    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    package var description: String { "\(path): \(reason)" }
}
