/// Reads the field lines of a response's head.
enum ResponseHead {
    /// The fields, in order; lines that are none, and folded ones, are left out.
    static func fields(_ head: [UInt8]) -> [HeaderField] {
        head.split(separator: 0x0A).compactMap { line in
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else {
                return nil
            }
            let value = String(decoding: line[(colon + 1)...], as: UTF8.self)
            return HeaderField(
                String(decoding: line[..<colon], as: UTF8.self),
                value.trimmingASCIISpace()
            )
        }
    }
}
