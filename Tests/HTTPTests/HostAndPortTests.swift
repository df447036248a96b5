import Testing

@testable import HTTP

@Suite struct HostAndPortTests {
    @Test(arguments: [
        ("[::1]", true), ("[::1]:80", true), ("[2001:db8::1]", true), ("[::ffff:192.0.2.1]", true),
        ("[1:2:3:4:5:6:7:8]:1", true), ("[::]", true), ("[]", false), ("[x]", false),
        ("[1::2::3]", false), ("[1:2:3:4:5:6:7]", false), ("[1:2:3:4:5:6:7:8:9]", false),
        ("[12345::]", false), ("[::1.2.3.256]", false), ("[::01.2.3.4]", false),
        ("[fe80::1%25eth0]", false), ("[::1", false), ("[::1]x", false), ("[::1]:65536", false),
    ])
    func anAddressInBracketsIsOne(_ text: String, isValid: Bool) {
        #expect(HostAndPort.isValid(text.utf8Span.span) == isValid)
    }
}
