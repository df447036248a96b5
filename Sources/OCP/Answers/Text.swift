extension String {
    /// The text without spaces, tabs and line breaks at its ends.
    func trimmingASCIISpace() -> String {
        guard let first = utf8.first, let last = utf8.last,
            first.isASCIISpace || last.isASCIISpace
        else { return self }
        guard let start = utf8.firstIndex(where: { !$0.isASCIISpace }),
            let end = utf8.lastIndex(where: { !$0.isASCIISpace })
        else { return "" }
        return String(self[start...end])
    }

    /// The longest beginning of whole characters that is no longer than so many bytes.
    func cut(toBytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var end = startIndex
        var length = 0
        for index in indices {
            let next = self.index(after: index)
            length += self[index..<next].utf8.count
            if length > limit { break }
            end = next
        }
        guard end == startIndex, limit > 0 else { return String(self[..<end]) }
        // One character of endless combining marks: cut it between code points.
        var scalars = String.UnicodeScalarView()
        length = 0
        for scalar in unicodeScalars {
            length += String(scalar).utf8.count
            if length > limit { break }
            scalars.append(scalar)
        }
        return String(scalars)
    }

    /// The text without control characters and marks that turn the direction of writing.
    func droppingControls() -> String {
        guard unicodeScalars.contains(where: { $0.isUnprintable }) else { return self }
        var kept = String.UnicodeScalarView()
        kept.append(contentsOf: unicodeScalars.filter { !$0.isUnprintable })
        return String(kept)
    }

    /// The text in one printable line: control characters, and those that turn the direction of
    /// writing, as `\n`, `\u{1B}` and so on.
    func escapingControls() -> String {
        guard unicodeScalars.contains(where: { $0.isUnprintable }) else { return self }
        var result = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.isUnprintable:
                result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

extension UInt8 {
    /// True for spaces, tabs and line breaks.
    var isASCIISpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}

extension Unicode.Scalar {
    /// True for control characters, separators of lines, and marks that turn writing around.
    var isUnprintable: Bool {
        switch value {
        case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }
}
