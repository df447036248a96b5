import OCP

/// The examination of one OCP.
struct Examination {
    let ocp: OCPSettings
    let thresholds: ThresholdRules
    let findings: Findings
    let time: any TimeSource
    /// Shows how far it is.
    let output: CommandOutput

    /// Goes through the steps until one fails that the others need.
    func run(_ transport: CurlTransport) async {
        findings.begin("OCP \"\(ocp.name)\" at \(ocp.connection.baseURL)")
        let client = OCPClient(
            settings: ocp.connection,
            credentials: ocp.credentials,
            transport: transport,
            now: { time.now() },
            observe: { _ in }
        )
        guard checkSecret(await client.credentialsState) else { return }
        do {
            let chain = try await connect(transport)
            guard try await checkClock(client, chain.first) else { return }
            let gate = OCPGate(
                most: ocp.maxConcurrentRequests,
                interval: ocp.pollInterval,
                time: time
            )
            gate.begin()
            let logOn = LogOnCheck(ocp: ocp, findings: findings, time: time)
            guard let clusters = try await logOn.run(client, gate) else { return }
            try await survey(clusters, client, gate, transport)
        } catch let error as OCPError {
            findings.fail(error)
        } catch {
            // Only cancellation is left; what was found stands.
        }
    }

    /// Asks every cluster, and for its tenants and tasks.
    private func survey(
        _ clusters: [ClusterSummary],
        _ client: OCPClient,
        _ gate: OCPGate,
        _ transport: CurlTransport
    ) async throws {
        let count = AskedCount()
        let survey = ClusterSurvey(
            client: client,
            gate: gate,
            time: time,
            thresholds: thresholds,
            ocp: ocp.name,
            count: count
        )
        let (result, overviews) = try await output.showing(count, time: time) {
            try await survey.run(clusters)
        }
        result.tell(findings)
        guard gate.closing == nil else { return }
        guard ocp.tenants.mode != .off else {
            return findings.good("tasks", "not asked for, as tenants.mode is off")
        }
        let tasks = TaskSurvey(
            ocp: ocp,
            thresholds: thresholds,
            time: time,
            count: AskedCount()
        )
        let found = try await output.showing(tasks.count, time: time) {
            try await tasks.run(clusters, overviews, transport)
        }
        tasks.tell(found, findings)
    }

    private func checkSecret(_ state: CredentialsState) -> Bool {
        if let problem = state.problem {
            findings.fail(
                "secret",
                "\(problem)",
                advice: "make the file readable for the exporter's user"
            )
            return false
        }
        if state.exposure == .everyone {
            findings.note(
                "secret",
                "every user of this machine can read its file",
                advice: "take that right away: chmod 0400"
            )
        }
        return true
    }

    /// Finds the name, the port and what certificate is there, without judging that.
    private func connect(_ transport: CurlTransport) async throws -> [CertificateSummary] {
        guard ocp.connection.baseURL.isSecure else {
            if case .basic = ocp.credentials {
                findings.note(
                    "connection",
                    "the password is sent over plain http",
                    advice: "use https, or an access key, whose secret is never sent"
                )
            }
            return []
        }
        let chain = try await transport.certificates(ocp.connection)
        goodConnection()
        return chain
    }

    private func goodConnection() {
        let url = ocp.connection.baseURL
        let proxy = ocp.connection.proxyURL.map { " through the proxy \($0)" } ?? ""
        findings.good("connection", "\(url.host) port \(url.port) answers\(proxy)")
    }

    /// Asks for the time, which needs no log-on: it shows whether the certificate is accepted, and
    /// whether it is OCP that answers.
    private func checkClock(_ client: OCPClient, _ certificate: CertificateSummary?) async throws
        -> Bool
    {
        do {
            let offset = try await client.time()
            if certificate == nil { goodConnection() }
            certificate.map(tell)
            tell(offset)
        } catch let error as OCPError {
            if error.reason == .tls, let certificate {
                findings.fail(
                    "certificate",
                    error.message,
                    details: ["It is \(Self.words(certificate))."],
                    advice: Advice.text(.tls)
                )
                return false
            }
            if error.reason.isSilence { throw error }
            if certificate == nil { goodConnection() }
            certificate.map(tell)
            if error.reason == .redirected || error.reason == .notJSON { throw error }
            findings.note(
                "clock",
                "/api/v2/time cannot be used: \(error.message)",
                advice: "compare the clocks by hand; the rest does not need it"
            )
        }
        return true
    }

    private func tell(_ certificate: CertificateSummary) {
        let words = Self.words(certificate)
        if ocp.connection.tls.insecureSkipVerify {
            findings.note(
                "certificate",
                "it is not verified (insecure_skip_verify); it is \(words)",
                advice: "give its authority as ca_file instead"
            )
        } else if let end = certificate.notAfter, end - time.now() < 30 * 86_400 {
            findings.note("certificate", "it ends soon: \(words)", advice: "have it renewed")
        } else {
            findings.good("certificate", words)
        }
    }

    private func tell(_ offset: Double) {
        let words =
            offset.magnitude < 1
            ? "OCP's and ours agree"
            : "OCP's is \(QuantityText.age(offset.magnitude)) \(offset < 0 ? "behind" : "ahead of") ours"
        if offset.magnitude > ocp.clockOffsetThreshold.seconds {
            findings.fail(
                "clock",
                words,
                advice: "set both clocks by NTP; requests signed with an access key are refused"
                    + " beyond 15 minutes"
            )
        } else {
            findings.good("clock", words)
        }
    }

    private static func words(_ certificate: CertificateSummary) -> String {
        let names = certificate.names.isEmpty ? [certificate.subject] : certificate.names
        let start = certificate.notBefore.map { ", valid from \(day($0))" } ?? ""
        let end = certificate.notAfter.map { " until \(day($0))" } ?? ""
        return "for \(names.joined(separator: ", ")), issued by \(certificate.issuer)\(start)\(end)"
    }

    private static func day(_ seconds: Double) -> String {
        String(UTCTime.iso8601(seconds).prefix { $0 != "T" })
    }
}

extension Findings {
    /// A request failed, and with it the examination.
    func fail(_ error: OCPError) {
        fail(Advice.step(error.reason), error.message, advice: Advice.text(error.reason))
    }
}
