/// What the simulator accepts: a user's name and password, and perhaps an access key of that user.
package struct Credentials: Sendable {
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

    /// Makes credentials; the defaults are what the executable takes without flags.
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
extension Credentials: CustomStringConvertible, CustomReflectable {
    package var description: String {
        "credentials of \(username)"
    }

    package var customMirror: Mirror {
        Mirror(self, children: ["username": username])
    }
}

extension Credentials.AccessKey: CustomStringConvertible, CustomReflectable {
    package var description: String {
        "access key \(id)"
    }

    package var customMirror: Mirror {
        Mirror(self, children: ["id": id])
    }
}
