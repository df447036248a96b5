import HTTP

/// The answers without an envelope, and answers that were spoiled.
extension HTTPResponse {
    /// A line of text without a newline, as `/api/v2/time` and `/api/status` send it.
    static func plain(_ text: String) -> HTTPResponse {
        HTTPResponse(
            status: 200,
            fields: [HTTPFields.Line("Content-Type", "text/plain;charset=UTF-8")],
            body: [Array(text.utf8)]
        )
    }

    /// The answer of `/api/v2/info`.
    static func info(_ version: OCPVersion, replacing fields: [String: String]) -> HTTPResponse {
        let properties = JSONValue.properties([
            "artifact": .string("ocp-server"),
            "buildJavaVersion": .string("1.8.0_392"),
            "buildTime": .string("2025-06-10T16:04:38.000+0800"),
            "buildVersion": .string("\(version)-20250610160438"),
            "group": .string("com.oceanbase"),
            "name": .string("ocp-server"),
            "springBootVersion": .string("2.7.18"),
        ])
        return .json(200, properties.replacing(fields))
    }

    /// This answer without the second half of its body.
    var truncated: HTTPResponse {
        var response = self
        let bytes = body.flatMap(\.self)
        response.body = [Array(bytes.prefix(bytes.count / 2))]
        return response
    }

    /// This answer without its body.
    var emptied: HTTPResponse {
        var response = self
        response.body = []
        return response
    }
}
