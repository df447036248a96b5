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
        guard unicodeScalars.contains(where: PrintableText.steersTheReader) else { return self }
        var kept = String.UnicodeScalarView()
        kept.append(contentsOf: unicodeScalars.filter { !PrintableText.steersTheReader($0) })
        return String(kept)
    }
}

extension UInt8 {
    /// True for spaces, tabs and line breaks.
    var isASCIISpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
