import Testing

@testable import Exporter

@Suite("What is given back of the loaded code")
struct LoadedCodeTests {
    /// A mapping as /proc/PID/smaps shows it.
    private static func entry(_ head: String, anonymous: Int) -> String {
        """
        \(head)
        Size:                 64 kB
        Rss:                  64 kB
        Anonymous:            \(anonymous) kB
        VmFlags: rd ex mr mw me

        """
    }

    @Test(
        "only what is still as it is in the file",
        arguments: [
            ("1000-2000 r-xp 00000000 fe:00 12 /usr/lib/a.so", 0, true),
            ("1000-2000 r--p 00000000 fe:00 12 /usr/lib/with space.so", 0, true),
            ("1000-2000 r-xp 00000000 fe:00 12 /usr/lib/a.so", 4, false),
            ("1000-2000 rw-p 00000000 fe:00 12 /usr/lib/a.so", 0, false),
            ("1000-2000 r--s 00000000 fe:00 12 /usr/lib/a.so", 0, false),
            ("1000-2000 r-xp 00000000 00:00 0", 0, false),
            ("1000-2000 r-xp 00000000 00:00 0 [vdso]", 0, false),
            ("2000-1000 r-xp 00000000 fe:00 12 /usr/lib/a.so", 0, false),
            ("1000 r-xp 00000000 fe:00 12 /usr/lib/a.so", 0, false),
        ]
    )
    func onlyUnchanged(head: String, anonymous: Int, isGivenBack: Bool) {
        let found = LoadedCode.unchanged(Self.entry(head, anonymous: anonymous))
        #expect(found == (isGivenBack ? [.init(start: 0x1000, end: 0x2000)] : []))
    }

    @Test func aMappingIsJudgedByItsOwnLines() {
        let smaps =
            Self.entry("1000-2000 r-xp 00000000 fe:00 12 /a.so", anonymous: 8)
            + Self.entry("2000-3000 r--p 00001000 fe:00 12 /a.so", anonymous: 0)
            + Self.entry("3000-4000 rw-p 00002000 fe:00 12 /a.so", anonymous: 0)
        #expect(LoadedCode.unchanged(smaps) == [.init(start: 0x2000, end: 0x3000)])
    }

    @Test func theProcessLivesOn() {
        LoadedCode.giveBack()
        #expect(LoadedCode.unchanged(TextFile.read("/proc/self/smaps") ?? "").count > 1)
    }
}
