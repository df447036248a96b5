@testable import Exporter
import Glibc

/// A file is taken or refused with lines that a terminal can show, in the same way each time.
func fuzzConfiguration(_ octets: [UInt8]) {
    let path = "/dev/shm/oceanbase-backup-exporter-fuzzing-\(getpid())"
    guard let file = fopen(path, "w") else {
        // The machine's fault, not a finding: it must not leave an input behind.
        print("cannot write \(path): \(String(cString: strerror(errno)))")
        _exit(2)
    }
    fwrite(octets, 1, octets.count, file)
    fclose(file)
    let first = mistakes(path)
    precondition(first == mistakes(path), "the same file, another answer")
    for line in first {
        precondition(!line.isEmpty)
        precondition(line.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }, line)
    }
    unlink(path)
}

/// What is wrong with a configuration file; nothing if it is good.
private func mistakes(_ path: String) -> [String] {
    do throws(ConfigurationMistakes) {
        let file = try ConfigurationFile(path, overrides: Options(), environment: ["NAME": "x"])
        for ocp in file.ocps ?? [] {
            precondition(ocp.pollInterval > .zero && ocp.maxConcurrentRequests > 0)
        }
        return []
    } catch {
        precondition(!error.lines.isEmpty)
        return error.lines
    }
}
