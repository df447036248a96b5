package import HTTP

/// The answers without an envelope, and answers that were spoiled.
extension HTTPResponse {
    /// A line of text without a newline, as `/api/v2/time` and `/api/status` send it.
    static func plain(_ text: String) -> HTTPResponse {
        content(200, "text/plain;charset=UTF-8", Array(text.utf8))
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

    /// An answer in JSON.
    static func json(_ status: Int, _ value: JSONValue) -> HTTPResponse {
        content(status, "application/json", value.bytes)
    }

    /// An answer in HTML, as the console and proxies send it.
    static func html(_ status: Int, _ page: String) -> HTTPResponse {
        content(status, "text/html;charset=UTF-8", Array(page.utf8))
    }

    private static func content(_ status: Int, _ type: String, _ body: [UInt8]) -> HTTPResponse {
        HTTPResponse(
            status: status,
            fields: [HTTPFields.Line("Content-Type", type)],
            body: [body]
        )
    }

    /// The start page of the console, which OCP also sends for paths that it does not know.
    static let consolePage = HTTPResponse.html(
        200,
        """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>OceanBase Cloud Platform</title></head>
        <body><div id="root"></div><script src="/umi.js"></script></body></html>

        """
    )

    /// Where the console sends those who are not logged on.
    static let loginRedirect = HTTPResponse(
        status: 302,
        fields: [
            HTTPFields.Line("Location", "/login"),
            HTTPFields.Line("Set-Cookie", "callback=%2F; Path=/"),
        ]
    )

    /// What OCP's web server says of a path that nothing serves, as an older OCP does of newer calls.
    package static let notServed = HTTPResponse.html(
        404,
        """
        <html><head><title>Error 404 Not Found</title></head>
        <body><h2>HTTP ERROR 404 Not Found</h2></body></html>

        """
    )

    /// What a proxy says when OCP is down.
    static let badGateway = HTTPResponse.html(
        502,
        """
        <html><head><title>502 Bad Gateway</title></head>
        <body><center><h1>502 Bad Gateway</h1></center><hr></body></html>

        """
    )
}
