import Synchronization

/// How many of how many targets have been asked, for who waits for it.
package final class AskedCount: Sendable {
    private let counts = Mutex((asked: 0, total: 0))

    /// Starts at none of none.
    package init() {}

    /// Takes note of targets that are to be asked.
    func expect(_ count: Int) {
        counts.withLock { $0.total += count }
    }

    /// Takes note that one was asked.
    func note() {
        counts.withLock { $0.asked += 1 }
    }

    /// Such as `asked 120 of 2000`; nil while nothing is known.
    var words: String? {
        let (asked, total) = counts.withLock { $0 }
        return total == 0 ? nil : "asked \(min(asked, total)) of \(total)"
    }
}

extension CommandOutput {
    /// How often the count is drawn anew.
    private static let pace: Duration = .milliseconds(200)

    /// Shows a count on the terminal, if there is one, while a body runs.
    ///
    /// It is one line that the next output writes over, and it is gone at the end.
    ///
    /// - Returns: what the body returns.
    func showing<Result: Sendable>(
        _ count: AskedCount,
        time: any TimeSource,
        _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        guard let draw = progress else { return try await body() }
        defer { draw("\u{1B}[K") }
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask {
                while true {
                    if let words = count.words { draw("\u{1B}[K\(words)\r") }
                    try await time.sleep(for: Self.pace)
                }
            }
            group.addTask { try await body() }
            defer { group.cancelAll() }
            while let ended = try await group.next() {
                if let ended { return ended }
            }
            throw CancellationError()
        }
    }
}
