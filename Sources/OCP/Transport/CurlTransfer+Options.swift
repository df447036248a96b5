import CLibcurl

/// What a handle is set up for: all that is the same for every request to an OCP.
struct CurlSetup {
    /// How OCP is reached.
    let settings: ConnectionSettings
    /// What the files of its TLS settings hold.
    let files: TLSFiles
    /// The URL that libcurl is given, without a path.
    let address: String
    /// True if a proxy is asked for whole URLs, as it is for `http` ones (RFC 9112 section 3.2.2).
    let needsWholeURL: Bool

    init(settings: ConnectionSettings, files: TLSFiles) {
        self.settings = settings
        self.files = files
        let base = settings.baseURL
        address = "\(base.schemePrefix)\(Self.namedHost(settings) ?? base.host):\(base.port)"
        needsWholeURL = settings.proxyURL != nil && !base.isSecure
    }

    /// The host that stands in the URL instead of the real one.
    ///
    /// libcurl asks for and checks the name of the URL. So the URL gets the wished name, and the
    /// connection is led to the real host; the Host field is among the headers anyway.
    static func namedHost(_ settings: ConnectionSettings) -> String? {
        guard settings.baseURL.isSecure, let name = settings.tls.serverName else { return nil }
        return try? TLSSettings.checkedServerName(name)
    }
}

extension CurlTransfer {
    /// Sets all options that are the same for every request to an OCP.
    func configure(for setup: CurlSetup) {
        let settings = setup.settings
        configureLimits(timeout: settings.timeout)
        configureAddress(settings)
        if !setup.needsWholeURL { set(CURLOPT_URL, setup.address) }
        configureProxy(settings.proxyURL)
        if settings.baseURL.isSecure { configureTLS(settings.tls, setup.files) }
    }

    /// Has libcurl connect and look at the certificates, and send nothing.
    func configureProbe() {
        set(CURLOPT_CONNECT_ONLY, 1)
        set(CURLOPT_CERTINFO, 1)
        set(CURLOPT_SSL_VERIFYPEER, 0)
        set(CURLOPT_SSL_VERIFYHOST, 0)
    }

    /// Sets what stands in the request line.
    ///
    /// Where the URL can stay what it is, libcurl has less of it to take apart for each request.
    func setTarget(_ target: String, _ setup: CurlSetup) {
        if setup.needsWholeURL {
            set(CURLOPT_URL, setup.address + target)
        } else {
            set(CURLOPT_REQUEST_TARGET, target)
        }
    }

    /// Has connections and names that are older not used.
    func configureTrust(seconds: Int) {
        set(CURLOPT_MAXAGE_CONN, seconds)
        // libcurl's own limit for names.
        set(CURLOPT_DNS_CACHE_TIMEOUT, min(seconds, 60))
    }

    /// Has the request sent on a new connection.
    func configureRenewal(timeout: Duration) {
        set(CURLOPT_FRESH_CONNECT, 1)
        configureTimeout(timeout)
    }

    /// What libcurl decodes here.
    private static let codings = "gzip, deflate"

    /// The field that asks for it: what libcurl makes of its own option it makes for each request
    /// anew, letter by letter.
    static let acceptEncoding = "Accept-Encoding: \(codings)"

    private func configureLimits(timeout: Duration) {
        set(CURLOPT_NOSIGNAL, 1)
        unsafe obe_leave_resolver_behind(easy)
        unsafe obe_allow_only_http(easy)
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_TCP_NODELAY, 1)
        set(CURLOPT_TCP_KEEPALIVE, 1)
        // With HTTP/2 all requests to an OCP would share one connection and its fate, and proxies
        // in front of OCP translate to 1.1 anyway: a signed Host would not stay what it is.
        set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        set(CURLOPT_HTTP09_ALLOWED, 0)
        set(CURLOPT_ACCEPT_ENCODING, Self.codings)
        set(CURLOPT_MAXFILESIZE, Self.bodyLimit)
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        configureTimeout(timeout)
    }

    private func configureTimeout(_ timeout: Duration) {
        let (seconds, attoseconds) = timeout.components
        let limit = Int64(Int32.max)
        let whole = min(max(seconds, 0), limit / 1_000)
        let milliseconds = max(1, whole * 1_000 + attoseconds / 1_000_000_000_000_000)
        set(CURLOPT_TIMEOUT_MS, Int(milliseconds))
        set(CURLOPT_CONNECTTIMEOUT_MS, Int(milliseconds))
    }

    private func configureAddress(_ settings: ConnectionSettings) {
        if CurlSetup.namedHost(settings) != nil {
            set(CURLOPT_CONNECT_TO, ["::\(settings.baseURL.host):\(settings.baseURL.port)"])
        }
        set(CURLOPT_PATH_AS_IS, 1)
        if let path = settings.unixSocket { set(CURLOPT_UNIX_SOCKET_PATH, path) }
    }

    private func configureProxy(_ proxy: ProxyURL?) {
        // Empty texts, not none: libcurl would look into the environment.
        set(CURLOPT_PROXY, proxy?.description ?? "")
        set(CURLOPT_NOPROXY, "")
        guard let login = proxy?.login else { return }
        set(CURLOPT_PROXYUSERNAME, login.username)
        login.password.exposingBytes {
            set(CURLOPT_PROXYPASSWORD, String(decoding: $0, as: UTF8.self))
        }
    }

    private func configureTLS(_ tls: TLSSettings, _ files: TLSFiles) {
        set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        set(CURLOPT_SSL_VERIFYPEER, tls.insecureSkipVerify ? 0 : 1)
        set(CURLOPT_SSL_VERIFYHOST, tls.insecureSkipVerify ? 0 : 2)
        // A resumed session shows no certificate: what was trusted once would stay so.
        set(CURLOPT_SSL_SESSIONID_CACHE, 0)
        if let authorities = files.authorities {
            unsafe obe_trust_only(easy, authorities, authorities.count, tls.caFile)
        } else {
            unsafe obe_trust_system(easy)
        }
        if let certificate = files.certificate, let key = files.key {
            unsafe obe_setopt_blob(easy, CURLOPT_SSLCERT_BLOB, certificate, certificate.count)
            key.exposingBytes {
                _ = unsafe obe_setopt_blob(easy, CURLOPT_SSLKEY_BLOB, $0, $0.count)
            }
        } else {
            watchForCertificateDemand()
        }
    }

    private func set(_ option: CURLoption, _ value: Int) {
        unsafe obe_setopt_long(easy, option, value)
    }

    private func set(_ option: CURLoption, _ value: String) {
        unsafe obe_setopt_string(easy, option, value)
    }
}

extension HeaderField {
    /// The form that libcurl takes: `name;` stands for an empty value.
    var curlLine: String { value.isEmpty ? "\(name);" : "\(name): \(value)" }
}
