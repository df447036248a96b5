import OCP

/// The command `doctor`: tries every OCP step by step, in the order in which things go wrong.
struct Doctor {
    let settings: Settings
    /// Takes one line.
    var write: @Sendable (String) -> Void = { StandardOutput.write($0 + "\n") }

    /// Examines every OCP.
    ///
    /// - Returns: 0 if all is well with all of them, else 1.
    func run(_ transport: CurlTransport) async -> Int32 {
        var isWell = true
        for ocp in settings.ocps {
            var examination = Examination(ocp: ocp, write: write)
            await examination.run(transport)
            isWell = isWell && examination.isWell
        }
        write(isWell ? "All is well." : "Something is wrong: see the lines marked FAIL.")
        return isWell ? 0 : 1
    }
}

/// The examination of one OCP.
private struct Examination {
    let ocp: OCPSettings
    let write: @Sendable (String) -> Void
    private(set) var isWell = true

    init(ocp: OCPSettings, write: @escaping @Sendable (String) -> Void) {
        self.ocp = ocp
        self.write = write
    }

    /// Goes through the steps until one fails that the others need.
    mutating func run(_ transport: CurlTransport) async {
        let url = ocp.connection.baseURL
        write("OCP \"\(PrintableText.escaped(ocp.name))\" at \(url)")
        let time = SystemTime()
        let client = OCPClient(
            settings: ocp.connection,
            credentials: ocp.credentials,
            transport: transport,
            now: { time.now() },
            observe: { _ in }
        )
        checkSecret(client.credentialsState)
        guard await checkTLS(transport), await checkClock(client) else { return }
        guard let clusters = await checkCredentials(client) else { return }
        await checkClusters(clusters, client)
    }

    private mutating func checkSecret(_ state: CredentialsState) {
        if let problem = state.problem {
            fail("secret", "\(problem)", "make the file readable for the exporter's user")
        } else if state.exposure == .everyone {
            advise("secret", "every user of this machine can read its file", "chmod 0400 it")
        }
    }

    /// Name, port and certificate are one handshake; the reason says how far it came.
    private mutating func checkTLS(_ transport: CurlTransport) async -> Bool {
        let url = ocp.connection.baseURL
        guard url.isSecure else {
            if case .basic = ocp.credentials {
                advise(
                    "transport",
                    "the password is sent over plain http",
                    "use https, or an access key, which is never sent"
                )
            }
            return true
        }
        do {
            let chain = try await transport.certificates(ocp.connection)
            good("name and port", "\(url.host) port \(url.port) is reached")
            guard let first = chain.first else { return true }
            let until = first.notAfter.map { ", valid until \(UTCTime.iso8601($0))" } ?? ""
            good(
                "certificate",
                "for \(first.names.joined(separator: ", ")), issued by \(first.issuer)\(until)"
            )
            if let notAfter = first.notAfter, notAfter - SystemTime().now() < 30 * 86400 {
                advise("certificate", "it ends within 30 days", "have it renewed")
            }
            if ocp.connection.tls.insecureSkipVerify {
                advise(
                    "certificate",
                    "it is not verified (insecure_skip_verify)",
                    "give its authority as ca_file instead"
                )
            }
            return true
        } catch let error as OCPError {
            return fail(error)
        } catch {
            return false
        }
    }

    private mutating func checkClock(_ client: OCPClient) async -> Bool {
        do {
            let offset = try await client.time().offset
            if !ocp.connection.baseURL.isSecure {
                good("name and port", "OCP answers")
            }
            let words = "OCP's clock is \(StatusPage.age(offset.magnitude)) "
                + (offset < 0 ? "behind" : "ahead of") + " ours"
            if offset.magnitude > ocp.clockOffsetThreshold.seconds {
                fail("clock", words, "set both clocks by NTP; signed requests die beyond 15 minutes")
            } else {
                good("clock", words)
            }
        } catch let error as OCPError {
            if error.reason.isSilence || error.reason == .redirected || error.reason == .notJSON {
                return fail(error)
            }
            advise("clock", "/api/v2/time cannot be used: \(error.message)", "compare the clocks")
        } catch {
            return false
        }
        return true
    }

    /// Logs on; with a list to read this is also the permission to read it.
    private mutating func checkCredentials(_ client: OCPClient) async -> [ClusterSummary]? {
        do {
            if ocp.clusters.needsList {
                let list = try await client.clusters().value
                let selected = ocp.clusters.select(from: list)
                good("credentials", "accepted")
                if selected.isEmpty {
                    fail(
                        "clusters",
                        "\(list.count) listed, none selected",
                        list.isEmpty
                            ? "give the account read-only permission on the clusters"
                            : "look at clusters.include and clusters.exclude"
                    )
                } else {
                    good("clusters", "\(list.count) listed, \(selected.count) selected")
                }
                return selected
            }
            let version = try await client.info().version
            good("credentials", "accepted" + (version.map { " by OCP \($0)" } ?? ""))
        } catch let error as OCPError {
            if error.reason == .unauthorized || error.reason.isSilence || ocp.clusters.needsList {
                _ = fail(error)
                return nil
            }
            advise("version", "/api/v2/info cannot be used: \(error.message)", "go on without it")
        } catch {
            return nil
        }
        return ocp.clusters.ids.map { ClusterSummary(id: $0, name: nil) }
    }

    private mutating func checkClusters(_ clusters: [ClusterSummary], _ client: OCPClient) async {
        var readable = 0
        for cluster in clusters {
            let name = cluster.name.map { " \(PrintableText.escaped($0))" } ?? ""
            do {
                let answer = try await client.overview(of: cluster.id)
                readable += 1
                for field in answer.malformedFields {
                    advise(
                        "cluster \(cluster.id)\(name)",
                        "the field \(field.field) cannot be used: \(field.problem)",
                        "it is left out of the metrics"
                    )
                }
            } catch let error as OCPError {
                fail(
                    "cluster \(cluster.id)\(name)",
                    "\(error)",
                    Advice.text(error.reason)
                )
                // Each further try would count as a failed log-on.
                if error.reason == .unauthorized || error.reason == .throttled { return }
            } catch {
                return
            }
        }
        if !clusters.isEmpty {
            let words = "the backup of \(readable) of \(clusters.count) clusters can be read"
            readable == clusters.count ? good("backup", words) : advise("backup", words, "see above")
        }
    }

    private func good(_ step: String, _ finding: String) {
        write("  ok    \(step): \(PrintableText.escaped(finding))")
    }

    private func advise(_ step: String, _ finding: String, _ advice: String) {
        write("  note  \(step): \(PrintableText.escaped(finding)). Advice: \(advice).")
    }

    private mutating func fail(_ step: String, _ finding: String, _ advice: String) {
        isWell = false
        write("  FAIL  \(step): \(PrintableText.escaped(finding)). What to do: \(advice).")
    }

    private mutating func fail(_ error: OCPError) -> Bool {
        let step =
            switch error.reason {
            case .dns: "name"
            case .connect, .timeout: "connection"
            case .tls: "certificate"
            case .unauthorized: "credentials"
            case .forbidden: "permission"
            default: "answer"
            }
        fail(step, error.message, Advice.text(error.reason))
        return false
    }
}

/// What to do about each reason; the README's table says the same at length.
enum Advice {
    /// A sentence without its full stop.
    static func text(_ reason: FailureReason) -> String {
        switch reason {
        case .dns: "check the host name in the url, and this machine's name resolution"
        case .connect: "check the port in the url, that OCP runs, and firewalls on the way"
        case .tls: "give the authority of OCP's certificate as ca_file, or its name as server_name"
        case .timeout: "check firewalls on the way, or raise poll_timeout"
        case .unauthorized: "check user and secret in OCP's console; after 20 failures OCP locks the"
            + " account for 30 minutes"
        case .forbidden: "give the account read-only permission on the cluster and on backup and"
            + " recovery"
        case .notFound: "check the cluster's id: it is OCP's own, not obClusterId"
        case .throttled: "raise the account's limit in OCP, or poll_interval here"
        case .clientError: "check the url; the message says what OCP objects to"
        case .serverError: "look into OCP's log, with the trace id if there is one"
        case .redirected: "give the address that OCP redirects to as the url, if it is OCP's API"
        case .notJSON: "check the url: something else answers, such as a proxy or a start page"
        case .tooLarge: "check the url: no answer of OCP is that large"
        case .malformed: "check the url, and report the answer if it is OCP's"
        case .unsuccessful: "the message is OCP's own; look into its console"
        }
    }
}
