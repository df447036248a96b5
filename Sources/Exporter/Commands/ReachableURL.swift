package import HTTP

extension ListenAddress {
    /// The address as a client on this machine would write it: loopback for a server that listens
    /// everywhere; nil if it is not a TCP address.
    package var reachableURL: String? {
        guard case .tcp(let host, let port) = self else { return nil }
        let isAny = host.map { ["0.0.0.0", "::", "[::]"].contains($0) } ?? true
        return "http://\(ListenAddress.tcp(host: isAny ? "127.0.0.1" : host, port: port))"
    }
}
