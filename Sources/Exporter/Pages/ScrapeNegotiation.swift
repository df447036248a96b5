import Exposition
import HTTP

/// What a scraper's `Accept` and `Accept-Encoding` ask for.
enum ScrapeNegotiation {
    /// The answer's form.
    struct Choice: Equatable {
        var format: ExpositionFormat
        var contentType: String
        var isCompressed: Bool
    }

    /// Chooses the form of an answer; there is always one, because a scraper that cannot read text
    /// 0.0.4 would not be helped by a 406 either.
    static func choose(_ fields: HTTPFields) -> Choice {
        Choice(
            format: .text,
            contentType: "text/plain; version=0.0.4; charset=utf-8",
            isCompressed: false
        )
    }
}
