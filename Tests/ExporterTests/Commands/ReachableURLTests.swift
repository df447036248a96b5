import Exporter
import HTTP
import Testing

@Suite struct ReachingTests {
    @Test(
        arguments: [
            (":10288", "http://127.0.0.1:10288"), ("0.0.0.0:1", "http://127.0.0.1:1"),
            ("[::]:10288", "http://[::1]:10288"), ("[2001:db8::1]:9", "http://[2001:db8::1]:9"),
            ("exporter.example:80", "http://exporter.example:80"), ("unix:/run/x", nil),
        ]
    )
    func anAddressIsWrittenAsAClientWould(_ address: String, url: String?) throws {
        #expect(try ListenAddress(parsing: address).reachableURL == url)
    }
}
