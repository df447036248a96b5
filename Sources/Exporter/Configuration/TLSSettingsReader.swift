import Kernel
import OCP

/// Reads `tls_config`.
enum TLSSettingsReader {
    /// Reads the member `tls_config` of an OCP and its files; what is wrong is noted.
    ///
    /// - Parameters:
    ///   - ocp: the OCP.
    ///   - isSecure: whether its address is `https`; nil if that is not known.
    /// - Returns: the settings.
    static func read(_ ocp: ConfigurationObject, isSecure: Bool?) -> TLSSettings {
        guard let object = ocp.object("tls_config", keys: ConfigurationKeys.tls) else {
            return TLSSettings()
        }
        if isSecure == false {
            ocp.problem("tls_config", "has no effect, because the url begins with http://")
        }
        if object.has("cert_file") != object.has("key_file") {
            let missing = object.has("cert_file") ? "key_file" : "cert_file"
            object.problem(missing, "is missing: a client certificate needs both")
        }
        let settings = TLSSettings(
            caFile: object.file("ca_file"),
            certFile: object.file("cert_file"),
            keyFile: object.file("key_file"),
            serverName: serverName(object),
            insecureSkipVerify: object.bool("insecure_skip_verify") ?? false
        )
        check(TLSSettings(caFile: settings.caFile), object) { _ in "ca_file" }
        if object.has("key_file") {
            let client = TLSSettings(certFile: settings.certFile, keyFile: settings.keyFile)
            check(client, object) { $0 == client.keyFile ? "key_file" : "cert_file" }
        }
        return settings
    }

    private static func serverName(_ object: ConfigurationObject) -> String? {
        guard let text = object.string("server_name") else { return nil }
        do throws(SettingProblem) {
            return try TLSSettings.checkedServerName(text)
        } catch {
            object.problem("server_name", error.description)
            return nil
        }
    }

    private static func check(
        _ settings: TLSSettings,
        _ object: ConfigurationObject,
        key: (String) -> String
    ) {
        do throws(FileProblem) {
            try settings.checkFiles()
        } catch {
            let key = key(error.path)
            // A name that came from the environment is not repeated.
            let isLiteral = object.written(key).map { !$0.contains("${") } ?? false
            object.problem(key, "cannot be used: \(isLiteral ? error.description : error.reason)")
        }
    }
}
