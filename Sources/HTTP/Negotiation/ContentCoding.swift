/// The codings that an answer may have.
package enum ContentCoding: String, Sendable, CaseIterable {
    /// None.
    case identity
    /// RFC 1952.
    case gzip

    /// The coding that a client likes best, gzip if it likes both the same; nil if it refuses both.
    ///
    /// The rules are those of RFC 9110 section 12.5.3: no field admits everything but asks for
    /// nothing, so it gets identity; an empty one admits identity only; `*` speaks for codings
    /// that are not named; identity is admitted until it is refused.
    ///
    /// - Parameter acceptEncoding: the value of `Accept-Encoding`, or nil without the field.
    package init?(acceptEncoding: String?) {
        guard let acceptEncoding else {
            self = .identity
            return
        }
        // What nearly every scraper sends.
        if acceptEncoding == "gzip" {
            self = .gzip
            return
        }
        var weights: (gzip: Double?, identity: Double?, others: Double?)
        for element in WeightedElement.list(acceptEncoding) {
            switch element.value {
            case "gzip", "x-gzip": weights.gzip = max(weights.gzip ?? 0, element.q)
            case "identity": weights.identity = weights.identity ?? element.q
            case "*": weights.others = weights.others ?? element.q
            default: break
            }
        }
        let gzip = weights.gzip ?? weights.others ?? 0
        // Identity that is not named is admitted, but not asked for.
        let identity = weights.identity ?? (weights.others == 0 ? 0 : nil)
        if gzip > 0, gzip >= identity ?? 0 {
            self = .gzip
        } else if identity != 0 {
            self = .identity
        } else {
            return nil
        }
    }
}
