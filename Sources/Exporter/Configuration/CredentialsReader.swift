import Kernel
import OCP

/// Reads `basic_auth` or `access_key`.
struct CredentialsReader {
    /// The OCP that they belong to.
    let object: ConfigurationObject

    /// Reads the one that is there; nil, with the mistakes noted, if it cannot be used.
    func read() -> Credentials? {
        // Both are read before they are judged, so that all mistakes are told.
        let basic = object.object("basic_auth", keys: ConfigurationKeys.basicAuth)
            .flatMap(readBasic)
        let key = object.object("access_key", keys: ConfigurationKeys.accessKey)
            .flatMap(readAccessKey)
        switch (object.has("basic_auth"), object.has("access_key")) {
        case (true, true):
            object.problem("access_key", "there is basic_auth too: keep one of them")
            return nil
        case (false, false):
            object.reader.problems.add(
                object.path,
                "needs basic_auth or access_key to log on to OCP"
            )
            return nil
        default: return basic ?? key
        }
    }

    private func readBasic(_ object: ConfigurationObject) -> Credentials? {
        let username = required("username", of: object, checked: SettingRule.username)
        let source = secret("password", file: "password_file", of: object)
        guard let username, let source else { return nil }
        return .basic(username: username, source)
    }

    private func readAccessKey(_ object: ConfigurationObject) -> Credentials? {
        let id = required("id", of: object, checked: SettingRule.accessKeyId)
        let source = secret("secret", file: "secret_file", of: object)
        let host = object.string("signing_host", checked: SettingRule.host)
        guard let id, let source else { return nil }
        return .accessKey(id: id, source, signingHost: host)
    }

    private func required(
        _ key: String,
        of object: ConfigurationObject,
        checked check: (String) -> String?
    ) -> String? {
        guard object.has(key) else {
            object.problem(key, "is missing")
            return nil
        }
        return object.string(key, checked: check)
    }

    /// A secret from a file, or from the environment and nowhere else.
    private func secret(
        _ key: String,
        file fileKey: String,
        of object: ConfigurationObject
    ) -> SecretSource? {
        switch (object.has(key), object.has(fileKey)) {
        case (true, true):
            object.problem(key, "there is \(fileKey) too: keep one of them")
            return nil
        case (false, false):
            object.problem(fileKey, "is missing")
            return nil
        case (true, false): return variable(key, file: fileKey, of: object)
        case (false, true): return file(fileKey, of: object)
        }
    }

    private func variable(
        _ key: String,
        file fileKey: String,
        of object: ConfigurationObject
    ) -> SecretSource? {
        guard let written = object.written(key), VariableExpansion.isReference(written) else {
            object.problem(
                key,
                "must not stand in the configuration itself: use \(fileKey), or \"${NAME}\" to take"
                    + " it from the environment"
            )
            return nil
        }
        return object.string(key).map { .value(Secret($0)) }
    }

    private func file(_ key: String, of object: ConfigurationObject) -> SecretSource? {
        guard let path = object.file(key) else { return nil }
        let source = SecretSource.file(path: path)
        do throws(FileProblem) {
            _ = try SecretReader(source).current()
            return source
        } catch {
            let written = object.written(key) ?? ""
            object.problem(key, "cannot be used: \(SecretPath.words(error, written: written))")
            return nil
        }
    }
}

/// The path of a secret's file in messages.
enum SecretPath {
    /// Says what is wrong with a secret's file.
    ///
    /// Somebody may have written the secret itself where its path is meant, so that only what looks
    /// like a path is repeated, and never what came from the environment.
    static func words(_ problem: FileProblem, written: String) -> String {
        written.contains("/") && !written.contains("${")
            ? problem.description
            : "\(problem.reason) (it must be the path of a file that holds the secret)"
    }
}
