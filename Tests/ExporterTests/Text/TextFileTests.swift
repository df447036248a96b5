import Foundation
import Kernel
import TestSupport
import Testing

@testable import Exporter

@Suite struct TextFileTests {
    private static func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test(arguments: [16 << 20, (16 << 20) + 1]) func aFileThatIsTooLargeIsNotRead(_ size: Int)
        throws
    {
        let folder = try TemporaryFolder()
        let path = try folder.write("", to: "large")
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.truncate(atOffset: UInt64(size))
        try file.close()
        let read = Result { () throws(FileProblem) in try TextFile.bytes(path).count }
        #expect(
            read
                == (size <= 16 << 20
                    ? .success(size)
                    : .failure(FileProblem(path: path, reason: "larger than 16 MiB")))
        )
    }

    @Test func theFileIsThereWholeForEverybodyAndNothingBesideIt() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("page.prom")
        try TextFile.replace(path, with: [Array("a 1\n".utf8), Array("b 2\n".utf8)])
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "a 1\nb 2\n")
        #expect(try Self.mode(path) == 0o644)
        try TextFile.replace(path, with: [Array("c 3\n".utf8)])
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "c 3\n")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["page.prom"])
    }

    @Test func aReaderOfTheOldFileKeepsIt() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("old", to: "page.prom")
        let reader = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        try TextFile.replace(path, with: [Array("new".utf8)])
        #expect(try reader.readToEnd() == Data("old".utf8))
    }

    @Test func whatAKilledProcessLeftIsNoObstacle() throws {
        let folder = try TemporaryFolder()
        let victim = try folder.write("mine", to: "victim")
        let temporary = "page.prom.\(ProcessInfo.processInfo.processIdentifier).tmp"
        try FileManager.default.createSymbolicLink(
            atPath: folder.file(temporary),
            withDestinationPath: victim
        )
        try TextFile.replace(folder.file("page.prom"), with: [Array("page".utf8)])
        #expect(try String(contentsOfFile: victim, encoding: .utf8) == "mine")
        #expect(try String(contentsOfFile: folder.file("page.prom"), encoding: .utf8) == "page")
    }

    /// Direct, through another link, by a relative path, and to a file that is not there yet.
    @Test(arguments: ["target.prom", "data/target.prom"], [true, false])
    func aLinkStaysAndWhatItNamesIsReplaced(_ target: String, isThere: Bool) throws {
        let folder = try TemporaryFolder()
        let manager = FileManager.default
        try manager.createDirectory(atPath: folder.file("real"), withIntermediateDirectories: false)
        for (link, place) in [("data", "real"), ("middle", target), ("page.prom", "middle")] {
            try manager.createSymbolicLink(
                atPath: folder.file(link),
                withDestinationPath: place
            )
        }
        if isThere { try folder.write("old", to: target) }
        try TextFile.replace(folder.file("page.prom"), with: [Array("new".utf8)])
        #expect(try manager.destinationOfSymbolicLink(atPath: folder.file("page.prom")) == "middle")
        #expect(try String(contentsOfFile: folder.file(target), encoding: .utf8) == "new")
        #expect(try Self.mode(folder.file(target)) == 0o644)
        let rest = try manager.subpathsOfDirectory(atPath: folder.path)
        #expect(!rest.contains { $0.hasSuffix(".tmp") })
    }

    @Test func linksInACircleAreRefused() throws {
        let folder = try TemporaryFolder()
        for (link, place) in [("a", "b"), ("b", "a")] {
            try FileManager.default.createSymbolicLink(
                atPath: folder.file(link),
                withDestinationPath: place
            )
        }
        let problem = #expect(throws: FileProblem.self) {
            try TextFile.replace(folder.file("a"), with: [])
        }
        #expect(problem?.reason == "Too many levels of symbolic links")
    }

    /// As a shell's `>` does.
    @Test func whatIsNoFileIsWrittenTo() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("before ", to: "page.prom")
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try file.seekToEnd()
        let piece = [Array("page".utf8)]
        for place in ["/dev/fd", "/proc/self/fd"] {
            try TextFile.replace("\(place)/\(file.fileDescriptor)", with: piece)
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "before pagepage")
        let pipe = folder.file("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        let reader = open(pipe, O_RDONLY | O_NONBLOCK)
        defer { close(reader) }
        try TextFile.replace(pipe, with: piece)
        var octets = [UInt8](repeating: 0, count: 10)
        #expect(read(reader, &octets, 10) == 4)
        try TextFile.replace("/dev/null", with: piece)
    }

    @Test func aTerminalIsKnownByItsPathAndItsDescriptor() throws {
        // The end of a pseudo terminal that a terminal emulator holds is one itself.
        let emulator = "/dev/ptmx"
        let terminal = open(emulator, O_RDWR | O_NOCTTY)
        defer { close(terminal) }
        try #require(terminal >= 0)
        #expect(TextFile.isTerminal(emulator))
        #expect(TextFile.isTerminal("/dev/fd/\(terminal)"))
        let folder = try TemporaryFolder()
        #expect(mkfifo(folder.file("pipe"), 0o600) == 0)
        let file = try folder.write("", to: "file")
        for other in [file, folder.file("pipe"), "/dev/null", "/nowhere"] {
            #expect(!TextFile.isTerminal(other))
        }
    }

    @Test(arguments: ["/", "/nowhere/page.prom", "/dev/fd/9999"])
    func whatCannotBeReplacedIsLeftAlone(_ path: String) {
        #expect(throws: FileProblem.self) {
            try TextFile.replace(path, with: [Array("page".utf8)])
        }
        #expect(!FileManager.default.fileExists(atPath: "/nowhere"))
    }
}
