import Glibc

/// A file system whose files can stop to answer, as one on a network does; only root can have it.
///
/// The program behind it unmounts when it ends, and whatever waits ends with an error: also when it, or
/// the test, is killed.
package final class BlockingFiles: Sendable {
    /// A call that waits.
    package enum Call: String, Sendable, CaseIterable {
        /// Whatever asks for a path's or a file's attributes, and so `open` by path too.
        case stat
        /// Opening and reading.
        case open
        case all
    }

    /// Whether this process may mount such a file system; elsewhere its tests are skipped.
    package static let areAvailable =
        geteuid() == 0 && access("/dev/fuse", R_OK | W_OK) == 0 && (try? BlockingFiles()) != nil

    /// Where it is mounted.
    package let directory: String
    private let program: RunningProcess

    /// Mounts it in a directory of its own.
    package init() throws {
        var template = Array("/tmp/blocking-files-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw CommandFailure(call: "mkdtemp") }
        directory = String(
            decoding: template.dropLast().map { UInt8(bitPattern: $0) },
            as: UTF8.self
        )
        let script = String(decoding: PackageResources.blocking_files_py, as: UTF8.self)
        program = try RunningProcess(["python3", "-c", script, directory], errors: .discarded)
        guard program.nextLine() == "ready" else { throw CommandFailure(call: "mount") }
    }

    deinit {
        program.send("end")
        while program.nextLine() != nil {}
        rmdir(directory)
    }

    /// Sets a file's content, and gives its path.
    @discardableResult
    package func write(_ content: String, to name: String) -> String {
        let digits = content.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        command("write \(name) \(digits.joined())")
        return "\(directory)/\(name)"
    }

    /// Has calls wait from now on.
    package func block(_ call: Call) {
        command("block \(call.rawValue)")
    }

    /// Waits until a call waits, once after each ``block(_:)``.
    package func waitForCall() async throws {
        _ = try await onThread { [program] in program.nextLine() }
    }

    /// Answers what waits, and whatever comes from now on.
    package func free() {
        command("free")
    }

    private func command(_ text: String) {
        program.send(text)
        _ = program.nextLine()
    }
}
