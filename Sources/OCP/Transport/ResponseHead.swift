/// Reads the field lines of a response's head.
enum ResponseHead {
    /// The fields, in order; lines that are none, and folded ones, are left out.
    static func fields(_ head: [UInt8]) -> [HeaderField] {
        var fields: [HeaderField] = []
        fields.reserveCapacity(8)
        var rest = head[...]
        while !rest.isEmpty {
            let line = rest.prefix { $0 != 0x0A }
            rest = rest.dropFirst(line.count + 1)
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else {
                continue
            }
            let value = line[(colon + 1)...].drop { $0 == 0x20 }
            let end = value.lastIndex { $0 != 0x0D && $0 != 0x20 }
            let name = String(decoding: line[..<colon], as: UTF8.self)
            let text = String(
                decoding: value[..<(end.map { $0 + 1 } ?? value.startIndex)],
                as: UTF8.self
            )
            // Tabs and the like are seldom enough.
            fields.append(HeaderField(name, text.trimmingASCIISpace()))
        }
        return fields
    }
}
