import TestSupport

/// Envelopes and JSON.
extension UpstreamFault {
    private static let deep =
        String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)

    static let inJSON: [UpstreamFault] = [
        .fails("truncated JSON", "malformed", body: String(Wire.fine.dropLast(9))),
        .fails("two documents", "malformed", body: Wire.fine + Wire.fine),
        .fails("words behind the document", "malformed", body: Wire.fine + " and more"),
        .fails("no JSON at all", "not_json", body: "okay"),
        .fails("JSON without an envelope", "malformed", body: #"{"hello":"world"}"#),
        .fails("an array", "malformed", body: "[1,2,3]"),
        .fails("too deep", "malformed", body: Wire.envelope(deep)),
        .fails("NaN", "malformed", body: Wire.envelope(#"{"logBackupDelaySeconds":NaN}"#)),
        .fails("data that is a number", "malformed", body: Wire.envelope("7")),
        .fails("data that is a string", "malformed", body: Wire.envelope("\"gone\"")),
        .fails(
            "not UTF-8",
            "malformed",
            steps: .send(
                Wire.answer(
                    Array(#"{"data":{"clusterName":""#.utf8) + [0xFF, 0xFE]
                        + Array(#""},"successful":true}"#.utf8),
                    fields: []
                )
            )
        ),
        .fails(
            "unsuccessful with 200",
            "unsuccessful",
            body: Wire.error(200, code: "\"COM10004\"", message: "timed out")
        ),
        .fails(
            "successful, and an error",
            "unsuccessful",
            body: #"{"successful":true,"status":200,"error":{"code":1,"message":"x"},"data":{}}"#
        ),
        .fails(
            "successful, with an inner 500",
            "unsuccessful",
            body: #"{"successful":true,"status":500,"data":{"logBackupDelaySeconds":1}}"#
        ),
        .fails(
            "an inner code that says there is no cluster",
            "not_found",
            body: Wire.error(200, code: "11001", message: "no such cluster")
        ),
        .fails(
            "a hostile error message",
            "server_error",
            steps: .send(
                Wire.answer(
                    Wire.error(
                        500,
                        code: "\"X\"",
                        message: #"\nlevel=ERROR msg=\u001b[31mforged\u0000 correct-horse-battery"#
                    ),
                    status: "500 Oops"
                )
            )
        ),
        .fails(
            "a message that repeats the credentials",
            "client_error",
            steps: .send(
                Wire.answer(
                    Wire.error(
                        400,
                        code: "1",
                        message: "Basic ZXhwb3J0ZXI6Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5 is odd"
                    ),
                    status: "400 Bad"
                )
            )
        ),
        .fails(
            "an error of another shape",
            "server_error",
            steps: .send(Wire.answer(#"{"error":"down","status":500}"#, status: "500 Oops"))
        ),
        .fails("no data", "malformed", body: Wire.envelope("null")),
        .fails("no field data", "malformed", body: #"{"successful":true,"status":200}"#),
        .fails("empty data", "malformed", body: Wire.envelope("{}")),
        .fails("an empty array", "malformed", body: Wire.envelope("[]")),
        .fails("fields without a value", "malformed", body: Wire.envelope(#"{"clusterId":null}"#)),
        .succeeds(
            "no backup strategy",
            [:],
            steps: .send(
                Wire.answer(
                    Wire.error(400, code: "\"BAK21006\"", message: "no backup strategy"),
                    status: "400 Bad"
                )
            )
        ),
        .succeeds("data in an array", #"[{"logBackupDelaySeconds":98}]"#, [delay: 98]),
        .succeeds(
            "duplicate keys",
            steps: .send(
                Wire.answer(
                    Wire.envelope(#"{"logBackupDelaySeconds":98,"logBackupDelaySeconds":98}"#)
                )
            )
        ),
        .succeeds(
            "hundreds of thousands of keys",
            "{" + (1...100_000).map { "\"k\($0)\":\($0)," }.joined()
                + #""logBackupDelaySeconds":98}"#,
            [delay: 98]
        ),
    ]
}
