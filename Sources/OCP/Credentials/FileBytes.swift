import Glibc

/// The content of a file, read whole.
struct FileBytes: Sendable {
    /// The content.
    var bytes: [UInt8]
    /// What the file was when it was read.
    var stamp: FileStamp

    /// Reads a regular file that is not larger than a limit.
    init(path: String, limit: Int) throws(FileProblem) {
        // Without O_NONBLOCK, opening a FIFO that nobody writes to would hang.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileProblem(path: path, errno: errno) }
        defer { close(descriptor) }
        stamp = try FileStamp(descriptor: descriptor, path: path)
        guard stamp.isRegular else { throw FileProblem(path: path, reason: "not a regular file") }
        bytes = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = unsafe read(descriptor, &chunk, chunk.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw FileProblem(path: path, errno: errno)
            }
            if count == 0 { break }
            bytes.append(contentsOf: chunk.prefix(count))
            guard bytes.count <= limit else {
                throw FileProblem(path: path, reason: "larger than \(limit) bytes")
            }
        }
        // Taken before reading began: a write during it gives a new stamp, and a new reading.
    }
}
