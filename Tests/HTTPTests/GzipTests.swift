import CZlib
import HTTP
import Testing

@Suite struct CompressingTests {
    private static let page = (0..<20_000).flatMap {
        Array("sample{id=\"\($0)\"} \($0 * 7)\n".utf8)
    }

    @Test(arguments: 0...9, [0, 1, 1000, page.count])
    func canBeReadBack(_ level: Int, _ count: Int) throws {
        let octets = Array(Self.page.prefix(count))
        let member = try GzipCompressor.member(octets, level: level)
        #expect(member.starts(with: [0x1f, 0x8b]))
        #expect(inflated(member) == octets)
        if level > 0, count > 100 { #expect(member.count < octets.count / 2) }
    }

    @Test func membersFollowOneAnother() throws {
        var compressor = try GzipCompressor(level: 1)
        var output: [UInt8] = []
        var expected: [UInt8] = []
        for count in [70_000, 0, 5, 30_000] {
            let octets = Array(Self.page.prefix(count))
            try compressor.append(octets, to: &output)
            expected += octets
        }
        #expect(inflated(output) == expected)
    }

    @Test func aMemberCanComeInParts() throws {
        var compressor = try GzipCompressor()
        var output: [UInt8] = []
        for start in stride(from: 0, to: Self.page.count, by: 4093) {
            let part = Array(Self.page[start..<min(start + 4093, Self.page.count)])
            try compressor.write(part.span, to: &output)
        }
        try compressor.finish(to: &output)
        #expect(inflated(output) == Self.page)
    }

    /// What a reader of gzip streams makes of some octets, or nil if they are broken.
    private func inflated(_ octets: [UInt8]) -> [UInt8]? {
        var input = octets
        var output: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 65536)
        var stream = z_stream()
        let size = Int32(MemoryLayout<z_stream>.size)
        guard inflateInit2_(&stream, 31, ZLIB_VERSION, size) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        return input.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            while true {
                let code = room.withUnsafeMutableBufferPointer { room in
                    stream.next_out = room.baseAddress
                    stream.avail_out = UInt32(room.count)
                    return inflate(&stream, Z_NO_FLUSH)
                }
                guard code == Z_OK || code == Z_STREAM_END else { return nil }
                output += room[..<(room.count - Int(stream.avail_out))]
                guard code == Z_STREAM_END else { continue }
                if stream.avail_in == 0 { return output }
                inflateReset(&stream)
            }
        }
    }
}
