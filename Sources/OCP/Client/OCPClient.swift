/// Asks one OCP.
///
/// It keeps nothing between requests but the secret's file content, and can be used from any task.
package final class OCPClient: Sendable {
    /// How to reach OCP.
    package let settings: ConnectionSettings

    private let authorizer: Authorizer
    private let transport: any Transport
    private let now: @Sendable () -> Double
    private let observe: @Sendable (RequestRecord) -> Void

    /// Makes a client; nothing is sent yet.
    ///
    /// - Parameters:
    ///   - settings: where OCP is.
    ///   - credentials: how to log in.
    ///   - transport: what sends requests.
    ///   - now: the time in seconds since 1970, for signatures and for comparing clocks.
    ///   - observe: is called once for each HTTP request that ended otherwise than by cancellation.
    package init(
        settings: ConnectionSettings,
        credentials: Credentials,
        transport: any Transport,
        now: @escaping @Sendable () -> Double,
        observe: @escaping @Sendable (RequestRecord) -> Void
    ) {
        self.settings = settings
        self.transport = transport
        self.now = now
        self.observe = observe
        authorizer = Authorizer(
            credentials: credentials,
            settings: settings,
            commonFields: Self.commonFields(settings)
        )
    }

    /// Where tasks that ask one short question after another run at the least cost, if there is such a
    /// place.
    package var executor: (any TaskExecutor)? { transport.executor }

    /// The state of the credentials; looks at the secret's file.
    ///
    /// A file that does not answer is waited for as long as a request may take, and not again.
    package var credentialsState: CredentialsState {
        get async { await authorizer.state() }
    }

    /// Sends one request and reads its answer.
    ///
    /// - Parameters:
    ///   - api: what to count the request as.
    ///   - path: the path after the address's own prefix.
    ///   - query: parameters.
    ///   - authorized: whether to send credentials.
    ///   - read: makes a value of the answer.
    /// - Returns: the value.
    /// - Throws: ``OCPError`` or `CancellationError`.
    func get<Value>(
        _ api: API,
        path: String,
        query: [(name: String, value: String)] = [],
        authorized: Bool = true,
        read: (Answer) throws(OCPError) -> Value
    ) async throws -> Value {
        let target =
            settings.baseURL.pathPrefix + path
            + (query.isEmpty ? "" : "?" + CanonicalQuery.encode(query))
        let login =
            authorized
            ? try await authorizer.login(
                target: target,
                contentType: Self.contentType,
                now: now()
            ) : await authorizer.anonymous()
        let request = TransportRequest(
            settings: settings,
            target: target,
            headers: login.fields
        )
        let start = ContinuousClock.now
        var record = RequestRecord(api: api)
        do {
            let response: TransportResponse
            do {
                response = try await transport.send(request)
                record.duration = (ContinuousClock.now - start) / .seconds(1)
            } catch var error as OCPError {
                record.duration = (ContinuousClock.now - start) / .seconds(1)
                error.message = login.redactor.remark(error.message, limit: 512)
                throw error
            }
            record.rateLimit = RateLimit(response.headers)
            let answer = Answer(
                response: response,
                redactor: login.redactor,
                loginHint: authorizer.hint,
                now: now(),
                quotesBody: !api.mayHoldForeignSecrets
            )
            let value =
                if response.body.count <= Self.shortBody {
                    try read(answer)
                } else {
                    try await withTaskExecutorPreference(globalConcurrentExecutor) {
                        try read(answer)
                    }
                }
            observe(record)
            return value
        } catch let error as OCPError {
            record.failure = error
            observe(record)
            throw error
        }
    }

    /// Counts a failure that showed only when several answers were put together.
    func count(_ failure: OCPError, of api: API) {
        observe(RequestRecord(api: api, failure: failure))
    }

    /// The most bytes that are read where the answer came.
    ///
    /// That may be the transport's own thread. An overview has a thousand bytes, and reading it costs
    /// less than waking up another thread; longer answers would hold up others.
    private static let shortBody = 16_384

    /// The time in seconds since 1970.
    func currentTime() -> Double { now() }

    private static let contentType = "application/json"
    private static let userAgent = HeaderField("User-Agent", "oceanbase-backup-exporter")

    private static func commonFields(_ settings: ConnectionSettings) -> [HeaderField] {
        [
            HeaderField("Host", settings.baseURL.hostField),
            HeaderField("Accept", "application/json"),
            // Messages come in one language whatever the server's own is.
            HeaderField("Accept-Language", "en-US"),
            // The manual asks for it in every request, GET included; it is part of the signature.
            HeaderField("Content-Type", contentType),
        ] + (settings.headers["User-Agent"] == nil ? [userAgent] : [])
    }
}
