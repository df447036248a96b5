import Exposition
import Glibc
import Synchronization

/// What the kernel tells of this process: the standard `process_*` metrics, from `/proc/self`.
struct ProcessReading: Sendable {
    /// User and system time.
    var cpuSeconds: Double?
    var openDescriptors: Double?
    var mostDescriptors: Double?
    var virtualBytes: Double?
    var residentBytes: Double?
    /// In seconds since 1970.
    var startTime: Double?
    var threads: Double?
}

/// Reads what the kernel tells of this process.
final class ProcessReader: Sendable {
    /// Reading `/proc` costs more than sending a small page; once a second is fresh enough.
    private static let freshness: Duration = .seconds(1)

    private let time: any TimeSource
    private let cached = Mutex<(at: Duration, reading: ProcessReading)?>(nil)

    /// Makes a reader that has read nothing yet.
    init(time: any TimeSource) {
        self.time = time
    }

    /// What was read last, or is read now.
    var reading: ProcessReading {
        let now = time.uptime()
        return cached.withLock { cached in
            if let cached, now - cached.at < Self.freshness { return cached.reading }
            let reading = Self.read()
            cached = (now, reading)
            return reading
        }
    }

    private static func read() -> ProcessReading {
        let stat = statFields()
        let ticks = Double(max(1, sysconf(Int32(_SC_CLK_TCK))))
        let page = Double(max(1, sysconf(Int32(_SC_PAGESIZE))))
        var limit = rlimit()
        let hasLimit = unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
        // Fields of /proc/self/stat by their numbers in proc(5).
        return ProcessReading(
            cpuSeconds: number(stat, 14).flatMap { user in
                number(stat, 15).map { (user + $0) / ticks }
            },
            openDescriptors: openDescriptors(),
            mostDescriptors: hasLimit ? Double(limit.rlim_cur) : nil,
            virtualBytes: number(stat, 23),
            residentBytes: number(stat, 24).map { $0 * page },
            startTime: number(stat, 22).map { start in
                bootTime(TextFile.read("/proc/stat")) + start / ticks
            },
            threads: number(stat, 20)
        )
    }

    /// A field by its number; those of the list are counted from the third.
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
