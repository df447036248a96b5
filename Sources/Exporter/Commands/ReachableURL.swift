package import HTTP

extension ListenAddress {
    /// The address as a client on this machine would write it: loopback for a server that listens
    /// everywhere; nil if it is not a TCP address.
    package var reachableURL: String? {
        guard case .tcp(let host, let port) = self else { return nil }
        let reachable =
            switch host {
            case nil, "0.0.0.0": "127.0.0.1"
            case "::": "::1"
            case let host?: host
            }
        return "http://\(ListenAddress.tcp(host: reachable, port: port))"
    }
}
