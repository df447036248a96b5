/// Who may log on: a user with a password, and perhaps with an access key.
package struct SimulatedAccount: Sendable {
    package var username: String
    package var password: String
    /// The id and the secret; nil if the user has no access key.
    package var accessKey: AccessKey?

    /// An access key.
    package struct AccessKey: Sendable {
        package var id: String
        package var secret: String

        package init(id: String, secret: String) {
            self.id = id
            self.secret = secret
        }
    }

    /// Makes an account; the defaults are what the executable takes without flags.
    package init(
        username: String = "exporter",
        password: String = "exporter",
        accessKey: AccessKey? = nil
    ) {
        self.username = username
        self.password = password
        self.accessKey = accessKey
    }
}

/// Neither printing nor dumping shows a secret.
extension SimulatedAccount: CustomStringConvertible, CustomReflectable {
    package var description: String {
        "account \(username)"
    }

    package var customMirror: Mirror {
        Mirror(self, children: ["username": username])
    }
}

extension SimulatedAccount.AccessKey: CustomStringConvertible, CustomReflectable {
    package var description: String {
        "access key \(id)"
    }

    package var customMirror: Mirror {
        Mirror(self, children: ["id": id])
    }
}
