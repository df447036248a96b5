/// The octets of a status line and its fields (RFC 9112 section 4).
enum ResponseHead {
    /// Writes the head of an answer, with `Date`, `Content-Length` and, if it is the last one on
    /// its connection, `Connection: close`.
    static func octets(of response: HTTPResponse, date: [UInt8], closes: Bool) -> [UInt8] {
        var octets: [UInt8] = []
        octets.reserveCapacity(320)
        octets.append(contentsOf: "HTTP/1.1 ".utf8)
        octets.append(decimal: response.status)
        octets.append(UInt8(ascii: " "))
        octets.append(contentsOf: reason(response.status).utf8)
        octets.append(contentsOf: "\r\nDate: ".utf8)
        octets.append(contentsOf: date)
        for line in response.fields.lines {
            octets.append(contentsOf: "\r\n".utf8)
            append(line.name, to: &octets)
            octets.append(contentsOf: ": ".utf8)
            append(line.value, to: &octets)
        }
        if response.allowsContent {
            octets.append(contentsOf: "\r\nContent-Length: ".utf8)
            octets.append(decimal: response.body.reduce(0) { $0 + $1.count })
        }
        if closes { octets.append(contentsOf: "\r\nConnection: close".utf8) }
        octets.append(contentsOf: "\r\n\r\n".utf8)
        return octets
    }

    /// Appends text, control characters as spaces, so that no value can begin a line of its own.
    private static func append(_ text: String, to octets: inout [UInt8]) {
        let start = octets.count
        octets.append(contentsOf: text.utf8)
        for index in start..<octets.count where octets[index] < 0x20 { octets[index] = 0x20 }
    }

    /// The reason phrase that IANA lists for a code; empty for codes that are not used here.
    private static func reason(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 204: "No Content"
        case 302: "Found"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 417: "Expectation Failed"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 505: "HTTP Version Not Supported"
        default: ""
        }
    }
}

extension HTTPResponse {
    /// Tells whether the status allows content, and so a `Content-Length` (RFC 9110 section 8.6).
    var allowsContent: Bool { status >= 200 && status != 204 && status != 304 }
}
