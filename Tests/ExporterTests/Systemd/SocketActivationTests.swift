import Glibc
import HTTP
import Testing

@testable import Exporter

/// Sockets that systemd passes on.
@Suite struct PassedSocketTests {
    private static func read(
        _ environment: [String: String]
    ) -> Result<[SocketActivation.Passed], SocketActivation.Problem> {
        Result { () throws(SocketActivation.Problem) in
            try SocketActivation.passed(environment, 7)
        }
    }

    @Test func everySocketHasItsName() throws {
        let named = [
            "LISTEN_PID": "7", "LISTEN_FDS": "2", "LISTEN_FDNAMES": "metrics:",
        ]
        #expect(
            try Self.read(named).get() == [
                .init(descriptor: 3, name: "metrics"), .init(descriptor: 4, name: ""),
            ]
        )
        #expect(
            try Self.read(["LISTEN_PID": "7", "LISTEN_FDS": "1"]).get()
                == [.init(descriptor: 3, name: "unknown")]
        )
    }

    @Test func nobodyTakesTheSocketsTwice() async {
        await #expect(processExitsWith: .success) {
            let process = "\(getpid())"
            setenv("LISTEN_PID", process, 1)
            setenv("LISTEN_FDS", "1", 1)
            setenv("LISTEN_FDNAMES", "metrics", 1)
            // Whatever this descriptor is here, the variables are gone.
            _ = try? SocketActivation.take(
                environment: ["LISTEN_PID": process, "LISTEN_FDS": "1"]
            )
            for variable in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"]
            where getenv(variable) != nil { exit(1) }
            exit(0)
        }
    }

    @Test(
        arguments: [
            ([:], "systemd passed on no socket (LISTEN_FDS and LISTEN_PID are not set)"),
            (["LISTEN_FDS": "1"], "systemd passed on no socket"),
            (["LISTEN_PID": "7"], "systemd passed on no socket"),
            (["LISTEN_PID": "7", "LISTEN_FDS": "0"], "LISTEN_FDS is 0"),
            (["LISTEN_PID": "7", "LISTEN_FDS": "-1"], "LISTEN_FDS is not a number of sockets"),
            (["LISTEN_PID": "7", "LISTEN_FDS": "1025"], "LISTEN_FDS is not a number of sockets"),
            (["LISTEN_PID": "7", "LISTEN_FDS": "99999999999"], "LISTEN_FDS is not a number"),
            (["LISTEN_PID": "7", "LISTEN_FDS": "x"], "LISTEN_FDS is not a number of sockets"),
            (["LISTEN_PID": "8", "LISTEN_FDS": "1"], "were passed on to process 8, and this one"),
            (["LISTEN_PID": "0", "LISTEN_FDS": "1"], "LISTEN_PID is not the id of a process"),
            (["LISTEN_PID": "", "LISTEN_FDS": "1"], "LISTEN_PID is not the id of a process"),
            (
                ["LISTEN_PID": "7", "LISTEN_FDS": "2", "LISTEN_FDNAMES": "a"],
                "LISTEN_FDNAMES has 1 names for 2 sockets"
            ),
        ]
    )
    func whatIsWrongIsSaid(_ environment: [String: String], _ words: String) {
        guard case .failure(let problem) = Self.read(environment) else {
            Issue.record("it was accepted")
            return
        }
        #expect(problem.description.contains(words))
    }
}
