import HTTP
import OCP

/// The command `healthcheck`: asks the exporter that runs on this machine, for container engines.
struct Healthcheck: Sendable {
    /// How the exporter is spoken to.
    enum Scheme: String, Sendable {
        case http, https
    }

    /// Where the exporter listens; the first that can be asked is.
    let addresses: [ListenAddress]
    /// How it may have to be spoken to there, the likeliest first: what the web configuration says
    /// now need not be what it said when the exporter was started.
    var schemes: [Scheme] = [.http]
    /// Takes what is wrong.
    var output = CommandOutput.standard
    /// How long the exporter may take.
    var timeout: Duration = .seconds(5)

    /// Asks `/-/healthy`.
    ///
    /// - Returns: 0 if the answer is 200, or that a client certificate is needed, which only an
    ///   exporter that lives can ask for; else 1.
    func run() async -> Int32 {
        for address in addresses {
            var problem: String?
            for scheme in schemes {
                do {
                    guard let settings = try settings(for: address, scheme) else { continue }
                    guard let fault = try await fault(settings) else { return 0 }
                    problem = problem ?? fault
                } catch let error as OCPError where error.wantsCertificate {
                    return 0
                } catch {
                    problem = problem ?? "\(error)"
                }
            }
            if let problem { return complain("\(address): \(problem)") }
        }
        return complain("there is no address that can be asked")
    }

    /// What is wrong with the answer; nil if it is healthy.
    private func fault(_ settings: ConnectionSettings) async throws -> String? {
        let request = TransportRequest(
            settings: settings,
            target: EndpointPath.healthy,
            headers: [HeaderField("Host", settings.baseURL.hostField)]
        )
        let status = try await CurlTransport().send(request).status
        return status == 200 ? nil : "HTTP \(status)"
    }

    /// How to reach an address from this machine; nil if there is no way.
    private func settings(
        for address: ListenAddress,
        _ scheme: Scheme
    ) throws -> ConnectionSettings? {
        let path: String?
        if case .unix(let socket, _) = address { path = socket } else { path = nil }
        guard let url = path == nil ? address.reachableURL : "http://localhost" else { return nil }
        return ConnectionSettings(
            baseURL: try BaseURL(scheme.rawValue + url.dropFirst("http".count)),
            // The certificate names the host that others reach it by, not the loopback address.
            tls: TLSSettings(insecureSkipVerify: true),
            unixSocket: path,
            timeout: timeout
        )
    }

    private func complain(_ text: String) -> Int32 {
        output.complain("\(Version.program): healthcheck: \(text)\n")
        return 1
    }
}
