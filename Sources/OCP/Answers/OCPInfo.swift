/// What `GET /api/v2/info` says: `{"buildVersion":"4.3.5-20250610160438",…}`, without an envelope.
package struct OCPInfo: Sendable, Equatable {
    /// `buildVersion` up to its first `_` or `-`.
    package var version: String?

    /// Makes an answer.
    package init(version: String?) {
        self.version = version
    }
}

/// What `GET /api/v2/time` says: a time as plain text, without an envelope and without a log-in.
package struct OCPTime: Sendable, Equatable {
    /// OCP's clock minus ours in seconds, taken at the middle of the request.
    package var offset: Double

    /// Makes an answer.
    package init(offset: Double) {
        self.offset = offset
    }
}
