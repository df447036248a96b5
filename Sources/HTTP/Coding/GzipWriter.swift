import CZlib

/// Compresses bytes into one gzip member (RFC 1952), piece by piece.
///
/// Members may stand one behind the other: a page and its fresh tail are two.
package final class GzipWriter {
    private var stream = z_stream()
    private var output: [UInt8] = []
    private var isOpen: Bool
    private static let step = 64 * 1024

    /// Begins a member.
    ///
    /// - Parameter level: zlib's, 1 for fast to 9 for small.
    package init(level: Int32) {
        isOpen = obe_deflate_init_gzip(&stream, level) == Z_OK
    }

    deinit {
        if isOpen { deflateEnd(&stream) }
    }

    /// Compresses a piece.
    package func append(_ bytes: Span<UInt8>) {
        bytes.withUnsafeBufferPointer { compress($0, flush: Z_NO_FLUSH) }
    }

    /// Compresses a piece.
    package func append(_ bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { compress($0, flush: Z_NO_FLUSH) }
    }

    /// Ends the member.
    ///
    /// - Returns: the whole member; empty only if zlib had no memory.
    package func finish() -> [UInt8] {
        compress(UnsafeBufferPointer(start: nil, count: 0), flush: Z_FINISH)
        if isOpen { deflateEnd(&stream) }
        isOpen = false
        return output
    }

    private func compress(_ input: UnsafeBufferPointer<UInt8>, flush: Int32) {
        guard isOpen else { return }
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.avail_in = UInt32(input.count)
        repeat {
            let before = output.count
            output.reserveCapacity(before + Self.step)
            let room = [UInt8](unsafeUninitializedCapacity: Self.step) { buffer, count in
                stream.next_out = buffer.baseAddress
                stream.avail_out = UInt32(Self.step)
                deflate(&stream, flush)
                count = Self.step - Int(stream.avail_out)
            }
            output += room
        } while stream.avail_out == 0
    }
}
