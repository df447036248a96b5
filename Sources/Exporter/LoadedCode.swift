import Glibc

/// The code and the constants of this program and its libraries, as the kernel holds them in memory.
///
/// Starting up touches most of them, in pieces of 64 KiB, and the three dozen libraries that libcurl
/// brings are hardly needed again: of 20 MB that are resident after the start 17 are these.
enum LoadedCode {
    /// A part of the address space.
    struct Mapping: Equatable {
        var start: UInt
        var end: UInt
    }

    /// Lets the kernel take all of it back; what is still needed returns from the page cache when it
    /// is touched, without being read from the disk as long as that has it.
    static func giveBack() {
        for mapping in unchanged(TextFile.read("/proc/self/smaps") ?? "") {
            guard let start = unsafe UnsafeMutableRawPointer(bitPattern: mapping.start) else {
                continue
            }
            // Failing costs memory, nothing else.
            unsafe _ = madvise(start, Int(mapping.end - mapping.start), MADV_DONTNEED)
        }
    }

    /// Finds the mappings of files of which every page is as it is in the file, and stays so: they
    /// cannot be written, and none was changed before that.
    ///
    /// - Parameter smaps: the text of `/proc/PID/smaps` (proc(5)).
    /// - Returns: the mappings, in order.
    static func unchanged(_ smaps: String) -> [Mapping] {
        var found: [Mapping] = []
        var candidate: Mapping?
        for line in smaps.split(separator: "\n") {
            // Two dozen lines tell of a mapping, and their names begin in upper case.
            let isOfMapping = line.utf8.first.map { !(0x41...0x5A).contains($0) } ?? false
            guard isOfMapping || line.hasPrefix("Anonymous:") else { continue }
            let words = line.split(separator: " ", omittingEmptySubsequences: true)
            guard let first = words.first else { continue }
            if !first.hasSuffix(":") {
                candidate = mapping(words)
            } else if first == "Anonymous:", let mapping = candidate {
                if words.count > 1, words[1] == "0" { found.append(mapping) }
                candidate = nil
            }
        }
        return found
    }

    /// Reads `start-end permissions offset device inode path`; nil if it is not one of a file, or can
    /// be written or seen by other processes.
    private static func mapping(_ words: [Substring]) -> Mapping? {
        let bounds = words[0].split(separator: "-")
        guard words.count >= 6, words[5].hasPrefix("/"), bounds.count == 2,
            words[1] == "r-xp" || words[1] == "r--p",
            let start = UInt(bounds[0], radix: 16), let end = UInt(bounds[1], radix: 16),
            start < end
        else { return nil }
        return Mapping(start: start, end: end)
    }
}
