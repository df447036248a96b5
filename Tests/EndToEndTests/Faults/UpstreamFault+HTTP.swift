import TestSupport

/// Statuses, framing, redirects, codings.
extension UpstreamFault {
    private static let html = "<!DOCTYPE html><html><body>Log in</body></html>"

    private static func chunked(_ chunks: String) -> [UInt8] {
        Wire.head("Content-Type: application/json", "Transfer-Encoding: chunked")
            + Array(chunks.utf8)
    }

    private static func redirect(_ status: String, to location: String) -> FaultServer.Step {
        .send(Wire.answer("", status: status, "Location: \(location)"))
    }

    private static let length = String(Wire.fine.utf8.count, radix: 16)

    static let inHTTP: [UpstreamFault] = [
        .fails(
            "not HTTP",
            "malformed",
            "connect",
            steps: .send(Array("SSH-2.0-OpenSSH_9\r\n".utf8)),
            .close
        ),
        .fails(
            "a status that is no number",
            "malformed",
            "connect",
            steps: .send(Array("HTTP/1.1 OK 200\r\n\r\n".utf8)),
            .close
        ),
        .fails("status 999", "malformed", steps: .send(Wire.answer(html, status: "999 Odd"))),
        .fails(
            "204",
            "malformed",
            "not_json",
            steps: .send(Wire.head(status: "204 No Content"))
        ),
        .fails("206", "malformed", steps: .send(Wire.answer(Wire.fine, status: "206 Partial"))),
        .fails("418", "client_error", steps: .send(Wire.answer(html, status: "418 Teapot"))),
        .fails("403 HTML", "forbidden", steps: .send(Wire.answer(html, status: "403 Forbidden"))),
        .fails("404 HTML", "not_found", steps: .send(Wire.answer(html, status: "404 Not Found"))),
        .fails("500 HTML", "server_error", steps: .send(Wire.answer(html, status: "500 Oops"))),
        .fails(
            "503 with an absurd wait",
            "server_error",
            steps: .send(Wire.answer(html, status: "503 Busy", "Retry-After: 99999999999999999999"))
        ),
        .fails(
            "redirect to a log-in page",
            "redirected",
            steps: redirect("302 Found", to: "/login")
        ),
        .fails("redirect to itself", "redirected", steps: redirect("301 Moved", to: "")),
        .fails(
            "redirect to another host",
            "redirected",
            steps: redirect("307 Temporary", to: "http://elsewhere.invalid/steal")
        ),
        .fails(
            "redirect to a file",
            "redirected",
            steps: redirect("302 Found", to: "file:///etc/passwd")
        ),
        .fails("304", "redirected", steps: .send(Wire.head(status: "304 Not Modified"))),
        .fails("HTML with 200", "not_json", body: html),
        .fails("nothing with 200", "not_json", body: ""),
        .fails(
            "a chunk that is too long",
            "connect",
            "malformed",
            steps: .send(chunked("fffff\r\n" + Wire.fine + "\r\n0\r\n\r\n")),
            .close
        ),
        .fails(
            "a chunk size that is none",
            "malformed",
            steps: .send(chunked("xyz\r\n" + Wire.fine + "\r\n0\r\n\r\n")),
            .close
        ),
        .fails(
            "closed between chunks",
            "connect",
            "malformed",
            steps: .send(chunked("\(length)\r\n" + Wire.fine + "\r\n")),
            .close
        ),
        .fails(
            "gzip that is none",
            "malformed",
            steps: .send(Wire.answer(Wire.fine, "Content-Encoding: gzip"))
        ),
        .fails(
            "an unknown coding",
            "malformed",
            steps: .send(Wire.answer(Wire.fine, "Content-Encoding: rot13"))
        ),
        .succeeds(
            "chunks with an extension and a trailer",
            steps: .send(chunked("\(length);a=b\r\n" + Wire.fine + "\r\n0\r\nX-T: 1\r\n\r\n"))
        ),
        .succeeds(
            "1xx before the answer",
            steps: .send(Wire.head(status: "103 Early Hints") + Wire.answer(Wire.fine))
        ),
        .succeeds(
            "JSON that says it is HTML",
            steps: .send(
                Wire.head("Content-Type: text/html", "Content-Length: \(Wire.fine.utf8.count)")
                    + Array(Wire.fine.utf8)
            )
        ),
        .succeeds("a cookie", steps: .send(Wire.answer(Wire.fine, "Set-Cookie: a=b; Path=/"))),
        .succeeds(
            "a byte order mark",
            steps: .send(Wire.answer([0xEF, 0xBB, 0xBF] + Array(Wire.fine.utf8), fields: []))
        ),
    ]
}
