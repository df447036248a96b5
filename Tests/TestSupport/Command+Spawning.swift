import CEpoll
import Glibc

extension Command {
    /// Starts a process of the command, with the two descriptors as its input and output, perhaps
    /// with one more as its descriptor 3, and without any signal blocked.
    func spawn(
        reading input: Int32,
        writing output: Int32,
        passing descriptor: Int32? = nil
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        switch errors {
        case .withOutput: posix_spawn_file_actions_adddup2(&actions, output, 2)
        case .discarded: posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        }
        if let descriptor { posix_spawn_file_actions_adddup2(&actions, descriptor, 3) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        // Glibc's own call for the directory is out of Swift's sight.
        let changes =
            (directory.map { ["-C", $0] } ?? [])
            + environment.map { "\($0.key)=\($0.value)" }.sorted()
        let words = (changes.isEmpty ? [] : ["env"]) + changes + words
        var arguments = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var child = pid_t()
        let code = posix_spawnp(&child, words[0], &actions, &attributes, &arguments, environ)
        guard code == 0 else { throw CommandFailure(call: words[0], code: code) }
        return child
    }

    /// The exit code of a child that ends, or -1 if a signal ended it.
    static func wait(for child: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        return status & 0x7f == 0 ? status >> 8 & 0xff : -1
    }
}

/// A pipe of which a command holds one end.
final class Pipe: Sendable {
    let readingEnd: Int32
    let writingEnd: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        // From its first moment closed in other children, which would hold it open: Swift sees no
        // call that makes such a pipe, but one for sockets.
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else {
            throw CommandFailure(call: "socketpair")
        }
        (readingEnd, writingEnd) = (ends[0], ends[1])
    }

    deinit { close(readingEnd) }

    func closeWritingEnd() { close(writingEnd) }

    /// Lets the reader come to the end of what was written.
    func endWriting() { shutdown(writingEnd, Int32(SHUT_WR)) }

    /// Writes octets, if there is still somebody to read them.
    func write(_ octets: [UInt8]) {
        _ = send(writingEnd, octets, octets.count, Int32(MSG_NOSIGNAL))
    }

    /// What came next, or nil at the end.
    func read() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = Glibc.read(readingEnd, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            return count > 0 ? Array(buffer[..<count]) : nil
        }
    }
}
