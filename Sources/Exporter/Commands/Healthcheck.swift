import HTTP
import OCP

/// The command `healthcheck`: asks the exporter that runs on this machine, for container engines.
struct Healthcheck {
    let options: Options

    /// Asks `/-/healthy` of the first address that the exporter would listen on.
    ///
    /// - Returns: 0 if the answer is 200, else 1.
    func run() async -> Int32 {
        guard let url = options.addresses.lazy.compactMap(\.reachableURL).first else {
            Logger.writeToStandardError("healthcheck: only TCP addresses can be asked\n")
            return 1
        }
        do {
            let settings = ConnectionSettings(baseURL: try BaseURL(url), timeout: .seconds(5))
            let request = TransportRequest(
                settings: settings,
                target: EndpointPath.healthy,
                headers: [HeaderField("Host", settings.baseURL.hostField)]
            )
            let status = try await CurlTransport().send(request).status
            guard status == 200 else {
                Logger.writeToStandardError("healthcheck: \(url) answers \(status)\n")
                return 1
            }
            return 0
        } catch {
            Logger.writeToStandardError("healthcheck: \(url): \(error)\n")
            return 1
        }
    }
}
