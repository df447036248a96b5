import Glibc

/// A command of the system, run to its end.
///
/// Foundation's `Process` reads beyond a buffer on Linux, which ends a test run under the address
/// sanitizer.
struct Command {
    private let words: [String]

    /// Takes the name of a program on the path and its arguments, and where to run it.
    init(_ words: [String], in directory: String) {
        self.words = ["env", "-C", directory] + words
    }

    /// Runs the command with nothing to read; its exit code, and all that it wrote.
    func run() throws -> (code: Int32, output: String) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw Client.Failure(call: "pipe") }
        defer { close(ends[0]) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 2)
        var arguments = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var child = pid_t()
        let result = posix_spawnp(&child, words[0], &actions, nil, &arguments, environ)
        close(ends[1])
        guard result == 0 else { throw Client.Failure(call: "posix_spawnp") }
        let output = readAll(ends[0])
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        return (status & 0x7f == 0 ? status >> 8 : -1, output)
    }

    private func readAll(_ descriptor: Int32) -> String {
        var octets: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return String(decoding: octets, as: UTF8.self) }
            octets += buffer[..<count]
        }
    }
}
