import HTTP
import Testing

struct HTTPFieldsTests {
    @Test(
        arguments: [
            ("accept", "text/plain, */*;q=0.1, application/xml"),
            ("ACCEPT-ENCODING", "gzip"), ("Accept-", nil), ("X-Empty", ""), ("", nil),
        ] as [(String, String?)]
    )
    func linesOfOneNameAreOneValue(name: String, value: String?) {
        let fields: HTTPFields = [
            .init("Accept", "text/plain"), .init("Accept-Encoding", "gzip"), .init("X-Empty", ""),
            .init("aCCEPT", "*/*;q=0.1"), .init("Accept", "application/xml"),
        ]
        #expect(fields[name] == value)
        #expect(fields.values(of: name).joined(separator: ", ") == value ?? "")
    }
}
