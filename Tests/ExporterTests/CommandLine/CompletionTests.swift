import Foundation
import TestSupport
import Testing

@testable import Exporter

@Suite(.timeLimit(.minutes(15))) struct CompletionScriptTests {
    /// Whether a shell is on this machine.
    static func has(_ shell: Completion.Shell) -> Bool {
        ["/bin", "/usr/bin", "/usr/local/bin"].contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(shell.rawValue)")
        }
    }

    @Test(arguments: Completion.Shell.allCases)
    func aScriptKnowsEveryFlagAndCommand(_ shell: Completion.Shell) {
        let script = Completion.script(for: shell)
        for flag in FlagTable.flags {
            #expect(script.contains(shell == .fish ? "-l \(flag.name) " : "--\(flag.name)"))
        }
        for command in Completion.commands {
            #expect(script.contains(command.name))
        }
    }

    @Test(arguments: Completion.Shell.allCases.filter { has($0) })
    func theShellTakesTheScript(_ shell: Completion.Shell) async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Completion.script(for: shell), to: "completion")
        let check = try await Self.run(shell, ["-n", path])
        #expect(check.status == 0)
        #expect(check.output.isEmpty)
    }

    @Test(
        .enabled(if: has(.bash)),
        arguments: [
            (["do"], ["doctor"]),
            ([""], ["run", "demo", "doctor", "once", "healthcheck", "completion"]),
            (["completion", "b"], ["bash"]),
            (["--log.l"], ["--log.level"]),
            (["once", "--output"], ["--output.file"]),
            (["--log.level", "=", "w"], ["warn"]),
            (["--log.format", "="], ["logfmt", "json"]),
            (["--poll.interval", "5"], []),
        ] as [([String], [String])]
    )
    func bashCompletes(_ words: [String], with replies: [String]) async throws {
        let script =
            Completion.script(for: .bash) + """
                COMP_WORDS=(\(Version.program) \(words.map { "'\($0)'" }.joined(separator: " ")))
                COMP_CWORD=\(words.count)
                \(Completion.function)
                printf '%s\\n' "${COMPREPLY[@]}"

                """
        let result = try await Self.run(.bash, ["-c", script])
        #expect(result.status == 0)
        #expect(result.output.split(separator: "\n").map(String.init) == replies)
    }

    @Test(
        .enabled(if: has(.fish)),
        arguments: [
            ("do", ["doctor"]), ("completion b", ["bash"]), ("--log.level=w", ["--log.level=warn"]),
            ("once --output", ["--output.file"]),
        ]
    )
    func fishCompletes(_ line: String, with replies: [String]) async throws {
        let script =
            Completion.script(for: .fish)
            + "complete --do-complete '\(Version.program) \(line)'\n"
        let result = try await Self.run(.fish, ["--no-config", "-c", script])
        let words = result.output.split(separator: "\n").compactMap {
            $0.split(separator: "\t").first
        }
        #expect(words.map(String.init) == replies)
    }

    /// What a shell makes of a line when Tab and Return are pressed in a terminal, which zsh makes.
    @Test(
        .enabled(if: has(.zsh) && has(.bash)),
        arguments: [
            (.zsh, "zsh -f -i", "autoload -Uz compinit; compinit -D -u"),
            (.bash, "env TERM=dumb bash --norc --noprofile -i", "true"),
        ] as [(Completion.Shell, String, String)],
        [
            ("doc", "doctor"), ("completion b", "completion bash"), ("--log.le", "--log.level"),
            ("once --output.f", "once --output.file"), ("--log.level=w", "--log.level=warn"),
        ]
    )
    func tabCompletes(
        in shell: (name: Completion.Shell, start: String, prepare: String),
        _ line: (typed: String, completed: String)
    ) async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Completion.script(for: shell.name), to: "completion")
        let script = #"""
            zmodload zsh/zpty
            zpty shell "$2"
            zpty -w shell "$3; source $1; $4() { echo \"GOT<\$*>\"; }; echo \"RE\"ADY"
            zpty -r shell text "*READY*"
            zpty -w -n shell "$4 $5"$'\t\n'
            zpty -r shell text "*GOT<*>*"
            print -rn -- "${${text##*GOT<}%%>*}"
            zpty -d shell
            """#
        let arguments = [path, shell.start, shell.prepare, Version.program, line.typed]
        let result = try await Self.run(.zsh, ["-f", "-c", script, "zsh"] + arguments)
        #expect(result.output == line.completed)
    }

    private static func run(
        _ shell: Completion.Shell,
        _ arguments: [String]
    ) async throws -> Command.Result {
        try await Command([shell.rawValue] + arguments).run()
    }
}
