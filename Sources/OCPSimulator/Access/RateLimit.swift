/// A user's throttling strategy: so many requests in a window, such as `100/10s`.
package struct RateLimit: Sendable, Equatable {
    /// Requests allowed in a window.
    package var requests: Int
    /// The window in milliseconds.
    var window: Int64

    /// Makes a limit.
    package init(requests: Int, windowSeconds: Int) {
        self.requests = requests
        window = Int64(windowSeconds) * 1000
    }

    /// Reads `100/10s`; nil for another form or a number that is not positive.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let requests = Int(parts[0]), requests > 0,
            let window = Span.milliseconds(String(parts[1])), window >= 1000
        else { return nil }
        self.requests = requests
        self.window = window
    }
}

/// Counts requests in fixed windows, the first of which begins with the first request.
struct Throttle: Sendable {
    private var limit: RateLimit
    private var windowStart: Int64?
    private var used = 0

    init(_ limit: RateLimit) {
        self.limit = limit
    }

    /// What a request is told.
    struct Verdict: Sendable, Equatable {
        var isAllowed: Bool
        var limit: Int
        var remaining: Int
        /// Seconds until the window ends, at least 1.
        var reset: Int64
    }

    /// Counts one request.
    mutating func admit(at now: Int64) -> Verdict {
        var start = windowStart ?? now
        if now < start || now - start >= limit.window {
            start = now
            used = 0
        }
        windowStart = start
        let isAllowed = used < limit.requests
        if isAllowed { used += 1 }
        return Verdict(
            isAllowed: isAllowed,
            limit: limit.requests,
            remaining: limit.requests - used,
            reset: max(1, (start + limit.window - now + 999) / 1000)
        )
    }
}
