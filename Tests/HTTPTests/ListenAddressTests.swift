import HTTP
import Testing

@Suite struct AddressTests {
    @Test(arguments: [
        (":10288", ListenAddress.tcp(host: nil, port: 10288), ":10288"),
        ("127.0.0.1:0", .tcp(host: "127.0.0.1", port: 0), "127.0.0.1:0"),
        ("[::1]:80", .tcp(host: "::1", port: 80), "[::1]:80"),
        ("[::]:80", .tcp(host: "::", port: 80), "[::]:80"),
        ("localhost:80", .tcp(host: "localhost", port: 80), "localhost:80"),
        ("unix:/run/a.sock", .unix(path: "/run/a.sock", mode: 0o660), "unix:/run/a.sock"),
    ])
    func isRead(_ text: String, _ address: ListenAddress, _ description: String) throws {
        #expect(try ListenAddress(parsing: text) == address)
        #expect(address.description == description)
    }

    @Test(arguments: [
        "", "10288", "localhost", ":", ":-1", ":65536", ":http", ":+80", "::1:80", "[::1]",
        "a b:80",
        "a%b:80", "a@b:80", "é:80", "[fe80::1%a/b]:80", "[::1:80", "x]:80", "http://x:80", "unix:",
        "unix:relative",
        "unix:/" + String(repeating: "a", count: 107),
    ])
    func isRefused(_ text: String) {
        let error = #expect(throws: ListenAddress.Invalid.self) {
            try ListenAddress(parsing: text)
        }
        #expect(error?.description.contains("\"\(text)\" is no address to listen on: ") == true)
    }

    @Test(
        arguments: [
            (":10288", "http://127.0.0.1:10288"), ("0.0.0.0:1", "http://127.0.0.1:1"),
            ("[::]:10288", "http://[::1]:10288"), ("[2001:db8::1]:9", "http://[2001:db8::1]:9"),
            ("exporter.example:80", "http://exporter.example:80"), ("unix:/run/x", nil),
            ("[fe80::5%lo]:9", "http://[fe80::5%25lo]:9"), ("127.1:9", "http://127.1:9"),
            ("[localhost]:9", "http://localhost:9"),
            ("[::ffff:127.0.0.1]:9", "http://[::ffff:127.0.0.1]:9"),
        ]
    )
    func anAddressIsWrittenAsAClientWould(_ address: String, url: String?) throws {
        #expect(try ListenAddress(parsing: address).reachableURL == url)
    }
}
