package import HTTP
import OCP

/// The command `healthcheck`: asks the exporter that runs on this machine, for container engines.
package struct Healthcheck: Sendable {
    private let addresses: [ListenAddress]
    private let isSecure: Bool
    private let output: CommandOutput

    /// Makes the command.
    ///
    /// - Parameters:
    ///   - addresses: where the exporter listens; the first that can be asked is.
    ///   - isSecure: whether it speaks TLS there.
    ///   - output: takes what is wrong.
    package init(
        addresses: [ListenAddress],
        isSecure: Bool = false,
        output: CommandOutput = .standard
    ) {
        self.addresses = addresses
        self.isSecure = isSecure
        self.output = output
    }

    /// Asks `/-/healthy`.
    ///
    /// - Returns: 0 if the answer is 200, else 1.
    package func run() async -> Int32 {
        for address in addresses {
            do {
                guard let settings = try settings(for: address) else { continue }
                return await ask(settings, at: address)
            } catch {
                return complain("\(address): \(error)")
            }
        }
        return complain("there is no address that can be asked")
    }

    private func ask(_ settings: ConnectionSettings, at address: ListenAddress) async -> Int32 {
        let request = TransportRequest(
            settings: settings,
            target: EndpointPath.healthy,
            headers: [HeaderField("Host", settings.baseURL.hostField)]
        )
        do {
            let status = try await CurlTransport().send(request).status
            return status == 200 ? 0 : complain("\(address): HTTP \(status)")
        } catch {
            return complain("\(address): \(error)")
        }
    }

    /// How to reach an address from this machine; nil if there is no way.
    private func settings(for address: ListenAddress) throws -> ConnectionSettings? {
        let path: String?
        if case .unix(let socket, _) = address { path = socket } else { path = nil }
        guard let url = path == nil ? address.reachableURL : "http://localhost" else { return nil }
        let base = isSecure ? "https" + url.dropFirst("http".count) : url
        return ConnectionSettings(
            baseURL: try BaseURL(base),
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
