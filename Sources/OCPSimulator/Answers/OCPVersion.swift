/// The version of OCP that is played.
package struct OCPVersion: Sendable, Equatable, CustomStringConvertible {
    /// The three numbers of the version, such as 4, 3 and 5.
    let numbers: [Int]

    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Int($0) }
        guard parts.count == 3, numbers.count == 3, numbers.allSatisfy({ 0...99 ~= $0 }) else {
            return nil
        }
        self.numbers = numbers
    }

    private init(numbers: [Int]) {
        self.numbers = numbers
    }

    /// The version that is played unless another is asked for.
    package static let standard = OCPVersion(numbers: [4, 3, 5])

    /// True from V4.2.2 on, where error codes are strings.
    var hasTextCodes: Bool {
        !numbers.lexicographicallyPrecedes([4, 2, 2])
    }

    package var description: String {
        numbers.map(String.init).joined(separator: ".")
    }
}
