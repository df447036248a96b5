import Testing

@testable import OCP

@Suite struct PrintableTextTests {
    @Test(
        arguments: [
            ("a\nb\r\tc", "a\\nb\\r\\tc"), ("\0\u{1B}\u{7F}\u{9B}", "\\u0000\\u001b\\u007f\\u009b"),
            ("\u{200E}\u{200F}\u{FEFF}", "\\u200e\\u200f\\ufeff"),
            ("\u{2028}\u{202A}\u{202E}", "\\u2028\\u202a\\u202e"),
            ("\u{2066}\u{2069}", "\\u2066\\u2069"), ("\"\\ é中😀\u{A0}", "\"\\ é中😀\u{A0}"),
        ]
    )
    func whatSteersAReaderIsEscaped(_ text: String, escaped: String) {
        #expect(PrintableText.escaped(text) == escaped)
    }

    @Test func quotesAreEscapedWhereTheyAreAskedFor() {
        #expect(PrintableText.escaped("\"\\\n", quotes: true) == "\\\"\\\\\\n")
    }
}
