import Glibc

/// A file descriptor that is closed when nobody holds it any more.
package final class Descriptor: Sendable {
    /// The number by which the kernel knows it.
    package let number: Int32

    /// Takes over a descriptor.
    package init(_ number: Int32) {
        self.number = number
    }

    /// Takes over what a call gave.
    ///
    /// - Throws: the call's error if it gave a negative number.
    package convenience init(checking number: Int32) throws(SystemError) {
        guard number >= 0 else { throw .last }
        self.init(number)
    }

    deinit {
        close(number)
    }

    /// Reads to the end, or until there is more than a limit in bytes.
    package func read(limit: Int) throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while bytes.count <= limit {
            let count = unsafe Glibc.read(number, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .last }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return bytes
    }

    /// Writes all of some bytes to a descriptor that somebody holds, however many calls that takes.
    package static func write(_ bytes: [UInt8], to number: Int32) throws(SystemError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { buffer in
                unsafe Glibc.write(number, buffer.baseAddress, buffer.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .last }
            rest = rest.dropFirst(count)
        }
    }
}

/// What a system call said about why it failed.
package struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The value of `errno`.
    package let code: Int32

    /// An error by its number.
    package init(code: Int32) {
        self.code = code
    }

    /// The error of the call that failed last on this thread.
    package static var last: SystemError { SystemError(code: errno) }

    /// The message of the C library, such as `Address already in use`.
    package var description: String {
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }
}
