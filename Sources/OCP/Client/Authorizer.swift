package import Kernel
import Synchronization

/// Logs requests in: makes the fields that carry the credentials.
final class Authorizer: Sendable {
    /// What one request carries, and what must not appear in any message about it.
    struct Login: Sendable {
        /// All its fields.
        var fields: [HeaderField]
        var redactor: Redactor
    }

    private let credentials: Credentials
    private let secretReader: SecretReader?
    /// How long a request may take.
    private let timeout: Duration
    /// Secrets that are in the settings themselves.
    private let fixedSecrets: [[UInt8]]
    private let host: String
    /// The fields that every request carries.
    private let commonFields: [HeaderField]
    /// The fields that the settings add, of which `x-ocp-*` are signed.
    private let addedFields: [HeaderField]
    /// What HTTP Basic made of the secret of a version; it is the same for every request.
    private let basicLogin = Mutex<(version: Int, login: Login)?>(nil)

    init(
        credentials: Credentials,
        settings: ConnectionSettings,
        commonFields: [HeaderField]
    ) {
        self.credentials = credentials
        self.commonFields = commonFields
        addedFields = settings.headers
        secretReader = credentials.source.map { SecretReader($0) }
        timeout = settings.timeout
        host = settings.baseURL.hostField
        fixedSecrets =
            (settings.proxyURL?.login.map(Self.forms) ?? [])
            + settings.headers.filter(Self.isConfidential).map { Array($0.value.utf8) }
    }

    /// What a request without credentials carries: nothing, but its answer may repeat a secret too.
    func anonymous() async -> Login {
        guard let secret = try? await secretReader?.recent(within: min(timeout, .seconds(1))).secret
        else { return Login(fields: fields(), redactor: Redactor(fixedSecrets)) }
        var derived = ""
        if case .basic(let username, _) = credentials { derived = Self.token(username, secret) }
        return Login(fields: fields(), redactor: redactor(secret, derived))
    }

    private func fields(_ login: [HeaderField] = []) -> [HeaderField] {
        commonFields + login + addedFields
    }

    /// Logs one request in.
    ///
    /// - Parameters:
    ///   - target: the path and query that is sent.
    ///   - contentType: the value of `Content-Type` that is sent.
    ///   - now: seconds since 1970.
    /// - Returns: the fields to send, the same array as long as they are the same.
    /// - Throws: `unauthorized` if there is no secret to log in with; `CancellationError`.
    func login(
        target: String,
        contentType: String,
        now: Double
    ) async throws -> Login {
        switch credentials {
        case .none:
            return await anonymous()
        case .basic(let username, _):
            let reading = try await readSecret()
            return basicLogin.withLock { known in
                if let known, known.version == reading.version { return known.login }
                let token = Self.token(username, reading.secret)
                let login = Login(
                    fields: fields([HeaderField("Authorization", "Basic \(token)")]),
                    redactor: redactor(reading.secret, token)
                )
                known = (reading.version, login)
                return login
            }
        case .accessKey(let id, _, let signingHost):
            let secret = try await readSecret().secret
            let signature = RequestSignature(
                contentType: contentType,
                date: HTTPDate.text(now),
                host: signingHost ?? host,
                fields: addedFields.filter { $0.name.lowercased().hasPrefix("x-ocp-") },
                target: target
            )
            guard let signed = signature.signed(with: secret) else {
                throw OCPError(
                    reason: .unauthorized,
                    message: "OpenSSL refuses to sign the request with HMAC-SHA1"
                )
            }
            return Login(
                fields: fields([
                    HeaderField("Date", signature.date),
                    HeaderField("Authorization", "OCP-ACCESS-KEY-HMACSHA1 \(id):\(signed)"),
                ]),
                redactor: redactor(secret, signed)
            )
        }
    }

    /// What to try when the credentials are not accepted.
    var hint: String {
        switch credentials {
        case .none:
            "no credentials are configured"
        case .basic:
            "check the user name and password, and that OCP allows HTTP Basic"
        case .accessKey(_, _, let signingHost):
            "check the access key, and that this clock and OCP's differ by less than 15 minutes"
                + (signingHost == nil
                    ? "; if a proxy in front of OCP changes the Host field, set signing_host" : "")
        }
    }

    /// The state of the secret's file, which is looked at now.
    func state() async -> CredentialsState {
        guard let secretReader else { return CredentialsState(version: 0) }
        do {
            let reading = try await secretReader.look(within: timeout)
            return CredentialsState(
                version: reading.version,
                problem: reading.problem,
                exposure: reading.exposure
            )
        } catch {
            return CredentialsState(version: 0, problem: error as? FileProblem)
        }
    }

    private func readSecret() async throws -> SecretReader.Reading {
        guard let secretReader else { return SecretReader.Reading(secret: Secret(""), version: 0) }
        do {
            return try await secretReader.recent(within: timeout)
        } catch let problem as FileProblem {
            throw OCPError(
                reason: .unauthorized,
                message: PrintableText.escaped("no secret to log in with: \(problem)")
                    .cut(toBytes: 512)
            )
        }
    }

    private func redactor(_ secret: Secret, _ derived: String) -> Redactor {
        Redactor(fixedSecrets + [secret.exposingBytes { $0 }, Array(derived.utf8)])
    }

    /// The credentials of HTTP Basic (RFC 7617).
    private static func token(_ username: String, _ secret: Secret) -> String {
        secret.exposingBytes { Base64.encode(Array("\(username):".utf8) + $0) }
    }

    /// What a proxy may repeat: the password, and what HTTP Basic makes of it.
    private static func forms(of login: ProxyURL.Login) -> [[UInt8]] {
        [login.password.exposingBytes { $0 }, Array(token(login.username, login.password).utf8)]
    }

    /// True for fields whose name says that the value is a key of some kind.
    private static func isConfidential(_ field: HeaderField) -> Bool {
        let name = field.name.lowercased()
        return ["auth", "cookie", "key", "password", "secret", "token"]
            .contains { name.firstRange(of: $0) != nil }
    }
}

/// The state of the credentials as it is now.
package struct CredentialsState: Sendable, Equatable {
    /// Changes whenever the secret does, after which a log-in may be tried again; 0 without one.
    package var version: Int
    /// Why the secret's file cannot be read at the moment; the last good secret is used meanwhile.
    package var problem: FileProblem?
    /// Who besides its owner can read the secret's file.
    package var exposure: SecretReader.Exposure?
}
