import CZlib

/// Compresses octets into gzip members (RFC 1952).
///
/// A compressor holds about 270 KB and may be used for one member after the other, by one thread
/// at a time. Members that stand one behind the other are one gzip stream again, so a page that
/// was compressed long ago can be followed by a tail that was compressed just now.
package struct GzipCompressor: ~Copyable {
    /// Compressing failed, which means that there was no memory.
    package struct Failure: Error, Equatable, CustomStringConvertible {
        /// What zlib returned.
        let code: Int32

        package var description: String { "zlib failed with code \(code)" }
    }

    // zlib keeps the address of the stream in its state, so the stream must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private let room = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 32 * 1024)

    /// Makes a compressor.
    ///
    /// - Parameter level: 1 is the fastest, 9 the smallest; 0 only wraps the octets.
    /// - Throws: ``Failure`` if there is no memory.
    package init(level: Int = 6) throws(Failure) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let code = obe_deflate_init_gzip(stream, Int32(min(max(level, 0), 9)))
        guard code == Z_OK else {
            stream.deallocate()
            room.deallocate()
            throw Failure(code: code)
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
        room.deallocate()
    }

    /// Compresses octets as the next part of a member, as far as they make whole blocks.
    ///
    /// - Parameters:
    ///   - octets: what to compress.
    ///   - output: where to append.
    /// - Throws: ``Failure``.
    package mutating func write(
        _ octets: Span<UInt8>,
        to output: inout [UInt8]
    ) throws(Failure) {
        try octets.withUnsafeBufferPointer { buffer throws(Failure) in
            // zlib counts in 32 bits.
            var start = 0
            while start < buffer.count {
                let end = min(start + Int(Int32.max), buffer.count)
                try deflate(UnsafeBufferPointer(rebasing: buffer[start..<end]), Z_NO_FLUSH, &output)
                start = end
            }
        }
    }

    /// Ends the member; the next ``write(_:to:)`` begins another.
    ///
    /// - Parameter output: where to append.
    /// - Throws: ``Failure``.
    package mutating func finish(to output: inout [UInt8]) throws(Failure) {
        try deflate(UnsafeBufferPointer(start: nil, count: 0), Z_FINISH, &output)
        deflateReset(stream)
    }

    /// Appends octets as one complete member.
    ///
    /// - Parameters:
    ///   - octets: what to compress.
    ///   - output: where to append.
    /// - Throws: ``Failure``.
    package mutating func append(
        _ octets: [UInt8],
        to output: inout [UInt8]
    ) throws(Failure) {
        try write(octets.span, to: &output)
        try finish(to: &output)
    }

    /// Compresses octets as one member, with a compressor for this one time.
    package static func member(_ octets: [UInt8], level: Int = 6) throws(Failure) -> [UInt8] {
        var compressor = try GzipCompressor(level: level)
        var output: [UInt8] = []
        try compressor.append(octets, to: &output)
        return output
    }

    private mutating func deflate(
        _ input: UnsafeBufferPointer<UInt8>,
        _ flush: Int32,
        _ output: inout [UInt8]
    ) throws(Failure) {
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.pointee.avail_in = UInt32(input.count)
        repeat {
            stream.pointee.next_out = room.baseAddress
            stream.pointee.avail_out = UInt32(room.count)
            let code = CZlib.deflate(stream, flush)
            guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else {
                throw Failure(code: code)
            }
            output.append(contentsOf: room[..<(room.count - Int(stream.pointee.avail_out))])
        } while stream.pointee.avail_out == 0
        stream.pointee.next_in = nil
    }
}
