/// Finds what somebody may have meant.
enum NearestName {
    /// The candidate with the fewest edits, if they are few for the word's length.
    static func to(_ word: String, among candidates: [String]) -> String? {
        let limit = max(2, word.count / 3)
        return
            candidates
            .map { (name: $0, edits: edits(Array(word.lowercased()), Array($0.lowercased()))) }
            .filter { $0.edits <= limit }
            .min { $0.edits < $1.edits }?.name
    }

    /// `, did you mean …?`, or nothing.
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
