extension Answer {
    /// A failure with words of our own.
    func failure(
        _ reason: FailureReason,
        _ message: String,
        isFromOCP: Bool = false
    ) -> OCPError {
        OCPError(
            reason: reason,
            message: message.cut(toBytes: 512),
            status: response.status,
            isFromOCP: isFromOCP
        )
    }

    /// The failure of an envelope with something else in it than was asked for.
    func unexpected(_ problem: String) -> OCPError {
        failure(.malformed, problem, isFromOCP: true)
    }

    /// The failure of an answer that says it succeeded and holds nothing.
    var nothingSent: OCPError {
        unexpected(
            "OCP reports success and sends no data; this may be its way to say that nothing is"
                + " configured"
        )
    }

    /// A failure with OCP's words.
    func failure(_ reason: FailureReason, _ envelope: Envelope) -> OCPError {
        var message = headline(reason)
        if quotesBody, let said = envelope.failure?.message, !said.isEmpty {
            message += ": OCP says \"\(redactor.remark(said))\""
        }
        let code = envelope.failure?.code.flatMap { code in
            quotesBody || ErrorCode.isPlain(code) ? redactor.remark(code, limit: 40) : nil
        }
        if let code, code != "0" { message += " (code \(code))" }
        if reason == .unauthorized { message += "; \(loginHint)" }
        return OCPError(
            reason: reason,
            message: message.cut(toBytes: 512),
            status: response.status,
            code: code,
            retryAfter: reason == .throttled ? retryAfter : nil,
            isFromOCP: true
        )
    }

    /// The failure that a status other than 200 is.
    func statusFailure(_ envelope: Envelope?) -> OCPError {
        let reason = statusReason(envelope)
        if let envelope {
            var error = failure(reason, envelope)
            error.saysEndpointAbsent = response.status == 404 && !envelope.isOwn
            return error
        }
        var message = headline(reason)
        switch reason {
        case .redirected: message += destination
        case .unauthorized: message += "; \(loginHint)"
        case .malformed: break
        default: message += ", not from OCP itself but from something in front of it"
        }
        var error = failure(reason, message)
        if reason == .throttled { error.retryAfter = retryAfter }
        error.saysEndpointAbsent = response.status == 404
        return error
    }

    private func statusReason(_ envelope: Envelope?) -> FailureReason {
        let code = ErrorCode.reason(envelope?.failure?.code)
        switch response.status {
        case 300..<400: return .redirected
        case 401: return .unauthorized
        case 403: return code == .unauthorized ? .unauthorized : .forbidden
        case 404: return code ?? .notFound
        case 429: return .throttled
        case 400..<500: return code ?? .clientError
        case 500..<600: return code ?? .serverError
        default: return .malformed
        }
    }

    private func headline(_ reason: FailureReason) -> String {
        let status = "HTTP \(response.status)"
        switch reason {
        case .unauthorized: return "\(status): the credentials are not accepted"
        case .forbidden: return "\(status): the account may not read this"
        case .notFound: return "\(status): there is no such thing"
        case .throttled: return "\(status): the account's quota is used up"
        case .redirected: return "\(status): redirects are not followed"
        case .unsuccessful: return "\(status), but OCP reports a failure"
        case .malformed: return "\(status) where 200 is expected"
        default: return status
        }
    }

    /// Where a redirect points to: scheme, host and path, without anything that may be a secret.
    private var destination: String {
        guard let location = response.headers["Location"] else { return "" }
        var place = String(location.prefix { !"?#;".contains($0) })
        if let slashes = place.firstRange(of: "//") {
            let rest = place[slashes.upperBound...]
            let end = rest.firstIndex(of: "/") ?? rest.endIndex
            if let at = rest[..<end].lastIndex(of: "@") {
                place.removeSubrange(slashes.upperBound...at)
            }
        }
        let isElsewhere = place.firstRange(of: "//") != nil
        return ", this one points to \(redactor.remark(place, limit: 120))"
            + (isElsewhere ? "; if that is OCP, the url should name it" : "")
    }

    /// The longest wait that is believed: OCP counts requests in windows of at most a day.
    private static let longestWait: Double = 86_400

    /// How long OCP asks to wait: `RateLimit-Reset`, or else `Retry-After` in seconds or as a date.
    private var retryAfter: Duration? {
        let retry = response.headers["Retry-After"]
        let waits = [
            RateLimit.number(response.headers["RateLimit-Reset"]),
            RateLimit.number(retry),
            retry.flatMap(HTTPDate.seconds).map { $0 - now },
        ]
        for case let wait? in waits where wait >= 0 && wait <= Self.longestWait {
            return .milliseconds(Int64(wait * 1_000))
        }
        return nil
    }
}
