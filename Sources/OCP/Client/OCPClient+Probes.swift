import JSON

extension OCPClient {
    /// OCP's version: `GET /api/v2/info`, which says `{"buildVersion":"4.3.5-20250610160438",…}`.
    ///
    /// - Returns: `buildVersion` up to its first `_` or `-`, if there is one; OCP sends no envelope, and
    ///   one with an envelope is read too.
    /// - Throws: ``OCPError`` or `CancellationError`.
    package func info() async throws -> String? {
        try await get(.info, path: "/api/v2/info") { answer throws(OCPError) in
            let json = try answer.json()
            guard let plain = json.object else {
                throw answer.failure(.malformed, "the answer is \(json.kind), not an object")
            }
            var object: JSONElement? = plain
            if plain["buildVersion"] == nil, let envelope = Envelope(json) {
                try answer.check(envelope)
                object = envelope.data?.object
            }
            var reader = FieldReader(redactor: answer.redactor)
            let build = reader.state("buildVersion", in: object)
            let version = build?.prefix { $0 != "_" && $0 != "-" }
            return version.flatMap { $0.isEmpty ? nil : String($0) }
        }
    }

    /// How OCP's clock differs from ours: `GET /api/v2/time`, a time as plain text, which needs no
    /// credentials and gets none.
    ///
    /// - Returns: OCP's clock minus ours in seconds, taken at the middle of the request.
    /// - Throws: ``OCPError`` or `CancellationError`.
    package func time() async throws -> Double {
        let asked = currentTime()
        return try await get(.time, path: "/api/v2/time", authorized: false) {
            answer throws(OCPError) in
            try answer.checkStatus()
            guard let seconds = try Self.seconds(answer), seconds > 0 else {
                guard answer.firstByte != UInt8(ascii: "<") else { throw answer.notJSON }
                throw answer.failure(.malformed, "the answer is not a time")
            }
            return seconds - (asked + answer.now) / 2
        }
    }

    /// Reads a time that stands there plain, as a JSON string, or in an envelope.
    private static func seconds(_ answer: Answer) throws(OCPError) -> Double? {
        let body = answer.response.body
        guard answer.looksLikeJSON else {
            return String(validating: body.prefix(256), as: UTF8.self).flatMap(Timestamp.seconds)
        }
        let json = try answer.json()
        if let text = json.string { return Timestamp.seconds(text) }
        guard let envelope = Envelope(json) else { return nil }
        try answer.check(envelope)
        return envelope.data?.string.flatMap(Timestamp.seconds)
    }
}
