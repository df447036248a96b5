/// Finds what somebody may have meant.
enum NearestName {
    /// What is meant most likely: a candidate that is one edit away, or the shortest one that begins
    /// with the word or has it as a part, or the one with the fewest edits if they are few for the
    /// word's length.
    static func to(_ word: String, among candidates: [String]) -> String? {
        nearest(to: word, among: candidates, within: 1)
            ?? candidates.filter { word.count > 2 && $0.hasPrefix(word) }
            .min { $0.count < $1.count }
            ?? candidates.filter { has($0, part: word) }.min { $0.count < $1.count }
            ?? nearest(to: word, among: candidates, within: max(2, word.count / 3))
    }

    /// Whether a name such as `--poll.interval` has the parts of another, such as `--interval`.
    private static func has(_ name: String, part: String) -> Bool {
        let wanted = part.lowercased().split { ".-_".contains($0) }
        let parts = name.split { ".-_".contains($0) }
        guard part.count > 2, !wanted.isEmpty, parts.count >= wanted.count else { return false }
        return (0...parts.count - wanted.count).contains { start in
            parts[start..<start + wanted.count].elementsEqual(wanted)
        }
    }

    /// The candidate with the fewest edits, if they are not more than a limit.
    static func nearest(
        to word: String,
        among candidates: [String],
        within limit: Int
    ) -> String? {
        candidates
            .map { (name: $0, edits: edits(Array(word.lowercased()), Array($0.lowercased()))) }
            .filter { $0.edits <= limit }
            .min { $0.edits < $1.edits }?.name
    }

    /// `; did you mean …?`, or nothing.
    static func hint(_ word: String, among candidates: [String]) -> String {
        to(word, among: candidates).map { "; did you mean \($0)?" } ?? ""
    }

    /// The Levenshtein distance; long words are cut, so that no input makes it slow.
    private static func edits(_ left: [Character], _ right: [Character]) -> Int {
        let (left, right) = (left.prefix(64), right.prefix(64))
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let above = row[j + 1]
                row[j + 1] = min(above + 1, row[j] + 1, diagonal + (a == b ? 0 : 1))
                diagonal = above
            }
        }
        return row[right.count]
    }
}
