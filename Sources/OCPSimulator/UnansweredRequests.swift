import HTTP

/// The requests that a fault leaves without an answer, kept so that they can be let go.
struct UnansweredRequests: Sendable {
    private var answers: [@Sendable (HTTPResponse) -> Void] = []

    /// More than a client leaves open; the oldest goes when one more comes.
    private static let most = 1000

    /// Keeps one and returns what lets the oldest go, if there are too many.
    ///
    /// The caller runs that outside of its lock: it calls the connection.
    mutating func keep(
        _ answer: @escaping @Sendable (HTTPResponse) -> Void
    ) -> (@Sendable () -> Void)? {
        answers.append(answer)
        guard answers.count > Self.most else { return nil }
        let oldest = answers.removeFirst()
        return { oldest(Self.goodbye) }
    }

    /// Takes all of them and returns what lets them go.
    mutating func takeAll() -> @Sendable () -> Void {
        let taken = answers
        answers = []
        return { for answer in taken { answer(Self.goodbye) } }
    }

    private static let goodbye = HTTPResponse.text(503, "The simulator gave this request up.")
}
