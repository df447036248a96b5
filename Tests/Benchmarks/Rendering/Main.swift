import Exporter
import Exposition
import Glibc
import OCP

/// Renders the page of an OCP over and over, and copies the same bytes as often with `memcpy`.
///
/// It takes the exporter's flags, polls once, and prints one line of JSON: samples, bytes and the
/// median nanoseconds of either.
@main
enum Main {
    /// How often each is done; the two take turns.
    private static let turns = 15

    static func main() async throws {
        let options = try CommandLineReader.read(
            Array(CommandLine.arguments.dropFirst()),
            environment: EnvironmentVariables.all
        )
        let loader = SettingsLoader(options: options, environment: EnvironmentVariables.all)
        let settings = try loader.load()
        let logger = Logger(level: .error, format: .logfmt)
        measure(try await Fleet.polledOnce(settings, CurlTransport(), logger))
    }

    private static func measure(_ ocps: [OCPSnapshot]) {
        let page = Page()
        render(ocps) { page.append($0) }
        let copy = UnsafeMutableRawPointer.allocate(
            byteCount: max(1, page.bytes.count),
            alignment: 16
        )
        defer { unsafe copy.deallocate() }
        var rendering: [UInt64] = []
        var copying: [UInt64] = []
        for _ in 0..<turns {
            rendering.append(nanoseconds { render(ocps) { page.take($0) } })
            copying.append(
                nanoseconds {
                    unsafe page.bytes.withUnsafeBytes { bytes in
                        if let from = bytes.baseAddress {
                            unsafe _ = memcpy(copy, from, bytes.count)
                        }
                    }
                }
            )
        }
        print(
            #"{"samples":\#(page.samples),"bytes":\#(page.bytes.count),"#
                + #""render_ns":\#(median(rendering)),"memcpy_ns":\#(median(copying))}"#
        )
    }

    private static func render(_ ocps: [OCPSnapshot], to take: @escaping (Span<UInt8>) -> Void) {
        var writer = ExpositionWriter(format: .text, handOn: take)
        FleetPage.write(ocps, to: &writer)
        writer.end()
    }

    /// The processor's time that something takes, so that other work on the machine counts less.
    private static func nanoseconds(_ body: () -> Void) -> UInt64 {
        var start = timespec()
        var end = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &start)
        body()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end)
        return UInt64((end.tv_sec - start.tv_sec) * 1_000_000_000 + end.tv_nsec - start.tv_nsec)
    }

    private static func median(_ values: [UInt64]) -> UInt64 {
        values.sorted()[values.count / 2]
    }
}

/// The rendered page, and a place where later renderings end.
private final class Page {
    private(set) var bytes: [UInt8] = []
    private var taken = 0

    func append(_ span: Span<UInt8>) {
        for index in span.indices { bytes.append(span[index]) }
    }

    /// Looks at what was rendered, so that rendering it is not in vain.
    func take(_ span: Span<UInt8>) {
        taken &+= span.count
    }

    /// Lines that are no comments.
    var samples: Int {
        bytes.split(separator: UInt8(ascii: "\n")).count { $0.first != UInt8(ascii: "#") }
    }
}
