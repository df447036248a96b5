import Exposition
import Glibc
import Synchronization

/// The standard `process_*` metrics, from `/proc/self`.
final class ProcessMetrics: Sendable {
    private struct Reading {
        var at: Duration
        var values: [Double?]
    }

    private static let families: [MetricFamily] = [
        MetricFamily(
            .counter,
            "process_cpu_seconds_total",
            help: "Total user and system CPU time spent in seconds."
        ),
        MetricFamily(.gauge, "process_open_fds", help: "Number of open file descriptors."),
        MetricFamily(
            .gauge,
            "process_max_fds",
            help: "Maximum number of open file descriptors."
        ),
        MetricFamily(
            .gauge,
            "process_virtual_memory_bytes",
            help: "Virtual memory size in bytes."
        ),
        MetricFamily(
            .gauge,
            "process_resident_memory_bytes",
            help: "Resident memory size in bytes."
        ),
        MetricFamily(
            .gauge,
            "process_start_time_seconds",
            help: "Start time of the process since unix epoch in seconds."
        ),
        MetricFamily(.gauge, "process_threads", help: "Number of threads of the process."),
    ]

    /// The names, for the documentation's tests.
    static var names: [MetricFamily] { families }

    /// Reading `/proc` costs more than sending a small page; once a second is fresh enough.
    private static let freshness: Duration = .seconds(1)

    private let time: any TimeSource
    private let cached = Mutex<Reading?>(nil)

    /// Makes the metrics of this process.
    init(time: any TimeSource) {
        self.time = time
    }

    /// Writes the families.
    func write(to writer: inout ExpositionWriter) {
        let now = time.uptime()
        let values = cached.withLock { cached in
            if let cached, now - cached.at < Self.freshness { return cached.values }
            let values = Self.read()
            cached = Reading(at: now, values: values)
            return values
        }
        for (family, value) in zip(Self.families, values) {
            writer.begin(family)
            if let value {
                writer.sample(value)
            }
        }
    }

    private static func read() -> [Double?] {
        let stat = statFields()
        let ticks = Double(max(1, sysconf(Int32(_SC_CLK_TCK))))
        let page = Double(max(1, sysconf(Int32(_SC_PAGESIZE))))
        var limit = rlimit()
        let hasLimit = unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
        // Fields of /proc/self/stat by their numbers in proc(5), counted from the third.
        return [
            number(stat, 14).flatMap { user in number(stat, 15).map { (user + $0) / ticks } },
            openDescriptors(),
            hasLimit ? Double(limit.rlim_cur) : nil,
            number(stat, 23),
            number(stat, 24).map { $0 * page },
            number(stat, 22).map { start in bootTime(TextFile.read("/proc/stat")) + start / ticks },
            number(stat, 20),
        ]
    }

    private static func number(_ stat: [Substring], _ field: Int) -> Double? {
        stat.indices.contains(field - 3) ? Double(stat[field - 3]) : nil
    }

    /// The fields behind the command's name, which may hold spaces itself.
    private static func statFields() -> [Substring] {
        let text = TextFile.read("/proc/self/stat") ?? ""
        guard let end = text.lastIndex(of: ")") else { return [] }
        return text[text.index(after: end)...].split(separator: " ")
    }

    /// When the machine was started.
    ///
    /// - Parameter stat: the text of `/proc/stat`; nil where it is hidden, as `ProcSubset=pid` of
    ///   systemd does.
    /// - Returns: seconds since 1970.
    static func bootTime(_ stat: String?) -> Double {
        let line = stat?.split(separator: "\n").first { $0.hasPrefix("btime ") }
        return line.flatMap { Double($0.dropFirst("btime ".count)) } ?? bootTimeByClocks
    }

    /// The same by the clocks, once: a clock that is set must not move the start of the process.
    private static let bootTimeByClocks: Double = {
        var now = timespec()
        var sinceStart = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        unsafe clock_gettime(CLOCK_BOOTTIME, &sinceStart)
        return Double(now.tv_sec - sinceStart.tv_sec)
    }()

    private static func openDescriptors() -> Double? {
        guard let directory = unsafe opendir("/proc/self/fd") else { return nil }
        defer { unsafe closedir(directory) }
        var count = 0
        while unsafe readdir(directory) != nil { count += 1 }
        // Without `.`, `..` and the descriptor that reads the directory.
        return Double(count - 3)
    }
}
