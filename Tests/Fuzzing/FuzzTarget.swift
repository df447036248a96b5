import Glibc

/// A part of the exporter that reads what others send.
private enum FuzzTarget: String, CaseIterable {
    /// The heads of HTTP requests.
    case request
    /// `Accept` and `Accept-Encoding`.
    case negotiation
    /// The configuration file.
    case configuration
    /// OCP's answers: the overview of a backup, and the list of clusters.
    case overview

    /// The one that the variable `FUZZ_TARGET` names.
    static let chosen: FuzzTarget = {
        let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""
        guard let target = FuzzTarget(rawValue: name) else {
            let names = allCases.map(\.rawValue).joined(separator: ", ")
            print("FUZZ_TARGET is \"\(name)\", not one of \(names)")
            exit(2)
        }
        return target
    }()

    /// Feeds the part with some octets; ends the process if it does what it must not.
    func run(_ octets: [UInt8]) {
        switch self {
        case .request: fuzzRequest(octets)
        case .negotiation: fuzzNegotiation(octets)
        case .configuration: fuzzConfiguration(octets)
        case .overview: fuzzOverview(octets)
        }
    }
}

/// What libFuzzer calls with octets that it made up; the main function is its own.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    FuzzTarget.chosen.run(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
