import CZlib
import HTTP
import Testing

@Suite struct CompressingTests {
    private static let page = (0..<20_000).flatMap {
        Array("sample{id=\"\($0)\"} \($0 * 7)\n".utf8)
    }

    @Test(arguments: 0...9 as ClosedRange<Int32>, [0, 1, 1000, page.count])
    func canBeReadBack(_ level: Int32, _ count: Int) {
        let octets = Array(Self.page.prefix(count))
        let gzip = GzipWriter(level: level)
        gzip.append(octets.span)
        let member = gzip.finish()
        #expect(member.starts(with: [0x1f, 0x8b]))
        #expect(inflated(member) == octets)
        if level > 0, count > 100 { #expect(member.count < octets.count / 2) }
    }

    @Test func aMemberCanComeInParts() {
        let gzip = GzipWriter(level: 6)
        for start in stride(from: 0, to: Self.page.count, by: 4093) {
            let part = Array(Self.page[start..<min(start + 4093, Self.page.count)])
            gzip.append(part.span)
        }
        #expect(inflated(gzip.finish()) == Self.page)
    }

    /// One prefix with ends of every length around a stored block's is one member each time.
    @Test(arguments: [0, 1, 5000, 65_534, 65_535, 65_536, 200_000], [0, 1, 100_000])
    func aPrefixCanHaveManyEnds(_ tail: Int, _ head: Int) {
        let gzip = GzipWriter(level: 6)
        gzip.append(Array(Self.page.prefix(head)).span)
        let prefix = gzip.finishPrefix()
        let end = Array(Self.page.suffix(tail))
        let member = prefix.bytes + prefix.ending(with: end)
        #expect(inflated(member) == Self.page.prefix(head) + end)
        #expect(members(in: member) == 1)
    }

    /// How many members stand one behind the other.
    private func members(in octets: [UInt8]) -> Int {
        var count = 0
        _ = inflated(octets) { count += 1 }
        return count
    }

    /// What a reader of gzip streams makes of some octets, or nil if they are broken.
    private func inflated(_ octets: [UInt8], memberEnded: () -> Void = {}) -> [UInt8]? {
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
                memberEnded()
                if stream.avail_in == 0 { return output }
                inflateReset(&stream)
            }
        }
    }
}
