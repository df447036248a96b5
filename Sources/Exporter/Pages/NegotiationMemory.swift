import HTTP
import Synchronization

/// The last choices by what was asked for: a scraper sends the same long `Accept` each time, and
/// reading it takes longer than sending a small page.
final class NegotiationMemory: Sendable {
    private struct Question: Equatable {
        let accept: String?
        let acceptEncoding: String?
    }

    /// How many are remembered; a client that makes up ever new ones gains nothing.
    private static let limit = 64
    /// The longest fields that are remembered, in bytes; Prometheus sends some 300.
    private static let longest = 2048

    /// A list, as there are few: comparing costs less than hashing some hundred bytes.
    private let choices = Mutex<[(question: Question, choice: ScrapeNegotiation.Choice)]>([])

    /// What ``ScrapeNegotiation/choose(_:)`` says.
    func choice(for fields: HTTPFields) -> ScrapeNegotiation.Choice {
        let question = Question(
            accept: fields["Accept"],
            acceptEncoding: fields["Accept-Encoding"]
        )
        if let choice = choices.withLock({ choices in
            choices.first { $0.question == question }?.choice
        }) {
            return choice
        }
        let choice = ScrapeNegotiation.choose(fields)
        let length = (question.accept?.utf8.count ?? 0) + (question.acceptEncoding?.utf8.count ?? 0)
        guard length <= Self.longest else { return choice }
        choices.withLock { choices in
            if choices.count == Self.limit {
                choices = []
            }
            choices.append((question, choice))
        }
        return choice
    }
}
