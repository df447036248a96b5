/// How to reach an OCP.
package struct ConnectionSettings: Sendable, Hashable {
    /// Where it is.
    package var baseURL: BaseURL
    /// How to talk TLS, for an `https` address.
    package var tls: TLSSettings
    /// The proxy to go through; nil for none, whatever the environment says.
    package var proxyURL: ProxyURL?
    /// Fields to add to every request, made by ``HeaderField/init(configured:value:)``.
    package var headers: [HeaderField]
    /// The path of a socket in the file system to connect to, instead of the address's host.
    package var unixSocket: String?
    /// The time from asking to the whole answer.
    package var timeout: Duration

    /// Makes settings.
    package init(
        baseURL: BaseURL,
        tls: TLSSettings = TLSSettings(),
        proxyURL: ProxyURL? = nil,
        headers: [HeaderField] = [],
        unixSocket: String? = nil,
        timeout: Duration = .seconds(10)
    ) {
        self.baseURL = baseURL
        self.tls = tls
        self.proxyURL = proxyURL
        self.headers = headers
        self.unixSocket = unixSocket
        self.timeout = timeout
    }

    /// Whether others can read on the way what is sent: it leaves this machine without TLS.
    package var isReadableOnTheWay: Bool {
        !baseURL.isSecure && (proxyURL != nil || !baseURL.isLoopback)
    }
}

/// How to talk TLS to an OCP.
package struct TLSSettings: Sendable, Hashable {
    /// A PEM file with the certificates of the authorities to trust; nil for the system's.
    package var caFile: String?
    /// A PEM file with the certificate, and its chain, to show to OCP.
    package var certFile: String?
    /// A PEM file with that certificate's private key.
    package var keyFile: String?
    /// The name to ask for (SNI) and to find in the certificate, instead of the address's host.
    package var serverName: String?
    /// True to accept any certificate.
    package var insecureSkipVerify: Bool

    /// Makes settings; without any, the system's authorities are trusted.
    package init(
        caFile: String? = nil,
        certFile: String? = nil,
        keyFile: String? = nil,
        serverName: String? = nil,
        insecureSkipVerify: Bool = false
    ) {
        self.caFile = caFile
        self.certFile = certFile
        self.keyFile = keyFile
        self.serverName = serverName
        self.insecureSkipVerify = insecureSkipVerify
    }

    /// Checks a server name: a host name or an IP address, without a port.
    ///
    /// - Parameter name: what a user wrote.
    /// - Returns: the name, an IPv6 address in brackets.
    /// - Throws: what is wrong.
    package static func checkedServerName(_ name: String) throws(SettingProblem) -> String {
        let isBareIPv6 = name.count { $0 == ":" } > 1 && !name.hasPrefix("[")
        let authority = try HostPort(isBareIPv6 ? "[\(name)]" : Substring(name))
        guard authority.port == nil else { throw SettingProblem("must not have a port") }
        return authority.host
    }
}

/// A setting that cannot be used, in words that follow its name: `has no host name`.
///
/// The words never repeat a value that may hold a secret.
package struct SettingProblem: Error, Equatable, Sendable, CustomStringConvertible {
    package var description: String

    init(_ description: String) {
        self.description = description
    }
}
