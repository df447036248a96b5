import Foundation

/// Programs that tests run.
enum Program {
    /// What a program that ended wrote.
    struct Output {
        var bytes: [UInt8]
        var status: Int32
    }

    /// Runs a program to its end.
    static func run(
        _ name: String,
        _ arguments: [String],
        input: [UInt8] = [],
        in directory: String? = nil
    ) throws -> Output {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [name] + arguments
        if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
        let stdin = Pipe()
        let stdout = Pipe()
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = FileHandle.nullDevice
        try process.run()
        Thread.detachNewThread {
            try? stdin.fileHandleForWriting.write(contentsOf: Data(input))
            try? stdin.fileHandleForWriting.close()
        }
        let data = try stdout.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Output(bytes: Array(data), status: process.terminationStatus)
    }
}
