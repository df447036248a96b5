import Exposition
import HTTP
import Synchronization

/// What a scraper's `Accept` and `Accept-Encoding` ask for.
enum ScrapeNegotiation {
    /// The answer's form.
    struct Choice: Equatable {
        var format: ExpositionFormat
        var contentType: String
        var isCompressed: Bool
    }

    /// A form that can be sent, and what it is preferred to with the same weight.
    private typealias Offer = (preference: Int, format: ExpositionFormat, version: String)

    /// Chooses the form of an answer.
    ///
    /// There always is one: a scraper that takes neither format would not be helped by a 406. `*/*`,
    /// `text/*`, nothing and nonsense mean text 0.0.4, which every tool reads.
    ///
    /// - Parameter fields: the request's.
    /// - Returns: the form.
    static func choose(_ fields: HTTPFields) -> Choice {
        let best = MediaRange.parse(fields["Accept"] ?? "")
            .compactMap { range in offer(range).map { (offer: $0, range: range) } }
            .filter { $0.range.quality > 0 }
            .max { left, right in
                (left.range.quality, left.offer.preference)
                    < (right.range.quality, right.offer.preference)
            }
        let (_, format, version) = best?.offer ?? (0, .text, "0.0.4")
        let type = format == .text ? "text/plain" : "application/openmetrics-text"
        let isText1 = format == .text && version == "1.0.0"
        let escaping =
            best.flatMap { Self.escaping($0.range) } ?? (isText1 ? "; escaping=allow-utf-8" : "")
        return Choice(
            format: format,
            contentType: "\(type); version=\(version); charset=utf-8\(escaping)",
            isCompressed: AcceptEncoding.prefersGzip(fields["Accept-Encoding"])
        )
    }

    /// What a range asks for, if it is something that can be sent; the form that says most is
    /// preferred, and text to `*/*`.
    private static func offer(_ range: MediaRange) -> Offer? {
        switch (range.type, range.subtype, range.parameter("version")) {
        case ("application", "openmetrics-text", nil),
            ("application", "openmetrics-text", "1.0.0"):
            (4, .openMetrics, "1.0.0")
        case ("application", "openmetrics-text", "0.0.1"): (3, .openMetrics, "0.0.1")
        case ("text", "plain", nil), ("text", "plain", "0.0.4"): (2, .text, "0.0.4")
        case ("text", "plain", "1.0.0"): (1, .text, "1.0.0")
        case ("text", "*", _), ("*", "*", _): (0, .text, "0.0.4")
        default: nil
        }
    }

    /// The scheme that was asked for: with our names every scheme leaves them as they are.
    private static func escaping(_ range: MediaRange) -> String? {
        guard let scheme = range.parameter("escaping"),
            ["allow-utf-8", "underscores", "dots", "values"].contains(scheme)
        else { return nil }
        return "; escaping=\(scheme)"
    }
}

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
