/// Reads the field lines of a response's head.
enum ResponseHead {
    /// The names that mean something here, in lower case; what else OCP or a proxy sends is passed
    /// over, for texts that nobody reads are most of what a head would cost.
    private static let names = [
        "location", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "retry-after",
    ].map { Array($0.utf8) }

    /// The fields, in order; lines that are none, and folded ones, are left out.
    static func fields(_ head: [UInt8]) -> [HeaderField] {
        var fields: [HeaderField] = []
        var start = 0
        while start < head.count {
            let end = head[start...].firstIndex(of: 0x0A) ?? head.count
            if let field = field(head[start..<end]) { fields.append(field) }
            start = end + 1
        }
        return fields
    }

    private static func field(_ line: ArraySlice<UInt8>) -> HeaderField? {
        guard let name = names.first(where: { begins(line, with: $0) }) else { return nil }
        let value = String(decoding: line.dropFirst(name.count + 1), as: UTF8.self)
        return HeaderField(String(decoding: name, as: UTF8.self), value.trimmingASCIISpace())
    }

    /// Tells whether a line is a field with a name, in whatever case.
    private static func begins(_ line: ArraySlice<UInt8>, with name: [UInt8]) -> Bool {
        let start = line.startIndex
        guard line.count > name.count, line[start + name.count] == UInt8(ascii: ":") else {
            return false
        }
        for offset in name.indices where lowercase(line[start + offset]) != name[offset] {
            return false
        }
        return true
    }

    private static func lowercase(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
