/// Finds the known name that was probably meant.
enum NearestName {
    /// `; did you mean "…"?`, or nothing if no name is near.
    static func hint(for name: String, in names: [String]) -> String {
        guard let nearest = nearest(to: name, in: names) else { return "" }
        return "; did you mean \"\(nearest)\"?"
    }

    /// The name with the fewest edits, if these are at most a third of its length.
    static func nearest(to name: String, in names: [String]) -> String? {
        // Longer than any name by far: nothing is near.
        guard name.utf8.count <= 64 else { return nil }
        return names.map { ($0, distance(Array(name.utf8), Array($0.utf8))) }
            .filter { $1 <= max(1, $0.utf8.count / 3) }
            .min { $0.1 < $1.1 }?.0
    }

    /// The Levenshtein distance.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (line, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for (column, other) in right.enumerated() {
                let substituted = diagonal + (byte == other ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(substituted, row[column] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
