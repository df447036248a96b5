import CZlib

/// Compresses bytes into a gzip member (RFC 1952), piece by piece.
package final class GzipWriter {
    /// zlib keeps the address of the stream, so it must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private let room = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 64 * 1024)
    private var output: [UInt8] = []

    /// Begins a member.
    ///
    /// - Parameter level: zlib's, 1 for fast to 9 for small.
    package init(level: Int32) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let code = obe_deflate_init_gzip(stream, level)
        // zlib refuses only if there is no memory or if the level is a mistake of ours.
        precondition(code == Z_OK, "zlib cannot begin: \(code)")
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
        room.deallocate()
    }

    /// Compresses a piece.
    package func append(_ bytes: Span<UInt8>) {
        bytes.withUnsafeBufferPointer { compress($0, flush: Z_NO_FLUSH) }
    }

    /// Ends the member.
    ///
    /// - Returns: the whole member.
    package func finish() -> [UInt8] {
        compress(UnsafeBufferPointer(start: nil, count: 0), flush: Z_FINISH)
        return output
    }

    /// Stops at the end of a byte, so that other ends can be put behind what is there.
    ///
    /// - Returns: the member without its end.
    package func finishPrefix() -> GzipPrefix {
        compress(UnsafeBufferPointer(start: nil, count: 0), flush: Z_SYNC_FLUSH)
        return GzipPrefix(
            bytes: output,
            checksum: stream.pointee.adler,
            length: stream.pointee.total_in
        )
    }

    private func compress(_ input: UnsafeBufferPointer<UInt8>, flush: Int32) {
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.pointee.avail_in = UInt32(input.count)
        repeat {
            stream.pointee.next_out = room.baseAddress
            stream.pointee.avail_out = UInt32(room.count)
            deflate(stream, flush)
            output.append(contentsOf: room[..<(room.count - Int(stream.pointee.avail_out))])
        } while stream.pointee.avail_out == 0
    }
}

/// The beginning of a gzip member that is compressed once and sent with ever new ends.
///
/// A second member behind the first would be simpler and is allowed, but not every reader looks for
/// one; this makes one member of both.
package struct GzipPrefix: Sendable {
    /// The header and the compressed bytes, up to the end of a byte.
    package let bytes: [UInt8]
    /// The CRC-32 of what was compressed.
    let checksum: UInt
    /// How many bytes were compressed.
    let length: UInt

    /// The end of the member: some bytes as they are, in stored blocks (RFC 1951 section 3.2.4), and
    /// the trailer.
    ///
    /// Compressing a few kilobytes for each answer would cost more than sending them.
    ///
    /// - Parameter tail: what comes behind the prefix.
    /// - Returns: bytes to send behind `bytes`.
    package func ending(with tail: [UInt8]) -> [UInt8] {
        var end: [UInt8] = []
        end.reserveCapacity(tail.count + 32)
        var rest = tail[...]
        repeat {
            let block = rest.prefix(65535)
            rest = rest.dropFirst(block.count)
            let size = UInt16(block.count)
            end.append(rest.isEmpty ? 1 : 0)
            end.appendLittleEndian(size)
            end.appendLittleEndian(~size)
            end += block
        } while !rest.isEmpty
        let whole = tail.withUnsafeBufferPointer { buffer in
            crc32(checksum, buffer.baseAddress, UInt32(buffer.count))
        }
        end.appendLittleEndian(UInt32(truncatingIfNeeded: whole))
        end.appendLittleEndian(UInt32(truncatingIfNeeded: length &+ UInt(tail.count)))
        return end
    }
}

extension [UInt8] {
    /// Appends a number with its low byte first.
    fileprivate mutating func appendLittleEndian<Number: FixedWidthInteger>(_ number: Number) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }
}
