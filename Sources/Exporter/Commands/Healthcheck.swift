package import HTTP
import OCP

/// The command `healthcheck`: asks the exporter that runs on this machine, for container engines.
package struct Healthcheck: Sendable {
    private let addresses: [ListenAddress]
    private let schemes: [Scheme]
    private let output: CommandOutput

    /// How the exporter is spoken to.
    package enum Scheme: String, Sendable {
        case http, https
    }

    /// Makes the command.
    ///
    /// - Parameters:
    ///   - addresses: where the exporter listens; the first that can be asked is.
    ///   - schemes: how it may have to be spoken to there, the likeliest first: what the web
    ///     configuration says now need not be what it said when the exporter was started.
    ///   - output: takes what is wrong.
    package init(
        addresses: [ListenAddress],
        schemes: [Scheme] = [.http],
        output: CommandOutput = .standard
    ) {
        self.addresses = addresses
        self.schemes = schemes
        self.output = output
    }

    /// Asks `/-/healthy`.
    ///
    /// - Returns: 0 if the answer is 200, or that a client certificate is needed, which only an
    ///   exporter that lives can ask for; else 1.
    package func run() async -> Int32 {
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
            timeout: .seconds(5)
        )
    }

    private func complain(_ text: String) -> Int32 {
        output.complain("\(Version.program): healthcheck: \(text)\n")
        return 1
    }
}
