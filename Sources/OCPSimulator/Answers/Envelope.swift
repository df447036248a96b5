import HTTP

/// What surrounds every answer of the API but a few: data or an error, and what the server adds.
struct Envelope {
    /// The version of OCP, which decides on the shape of error codes.
    var version: OCPVersion
    /// OCP's clock, in milliseconds since 1970.
    var now: Int64
    /// What the server says that it took, in milliseconds.
    var duration: Int64
    /// The name of the server.
    var server: String
    /// The trace id.
    var traceId: String

    /// An answer with data; nil is an answer that succeeded and says nothing.
    func success(_ data: JSONValue?) -> HTTPResponse {
        response(status: 200, isSuccessful: true, data: data, error: nil)
    }

    /// An answer with an error.
    func failure(_ status: Int, _ code: ErrorCode) -> HTTPResponse {
        let error = JSONValue.properties([
            "code": code.value(for: version), "message": .string(code.message),
        ])
        return response(status: status, isSuccessful: false, data: nil, error: error)
    }

    private func response(
        status: Int,
        isSuccessful: Bool,
        data: JSONValue?,
        error: JSONValue?
    ) -> HTTPResponse {
        var properties: JSONProperties = [
            "duration": .integer(duration),
            "server": .string(server),
            "status": .integer(Int64(status)),
            "successful": .boolean(isSuccessful),
            "timestamp": .string(WireTime().offsetDateTime(now)),
            "traceId": .string(traceId),
        ]
        properties["data"] = data
        properties["error"] = error
        return .json(status, .properties(properties))
    }
}

extension HTTPResponse {
    /// An answer in JSON.
    static func json(_ status: Int, _ value: JSONValue) -> HTTPResponse {
        HTTPResponse(
            status: status,
            fields: [Line("Content-Type", "application/json")],
            body: [value.bytes]
        )
    }

    /// An answer in HTML, as the console and proxies send it.
    static func html(_ status: Int, _ page: String) -> HTTPResponse {
        HTTPResponse(
            status: status,
            fields: [Line("Content-Type", "text/html;charset=UTF-8")],
            body: [Array(page.utf8)]
        )
    }

    private typealias Line = HTTPFields.Line

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
        fields: [Line("Location", "/login"), Line("Set-Cookie", "callback=%2F; Path=/")]
    )
}
