import CMalloc
import Synchronization

/// The memory that the C library keeps for this process.
enum Heap {
    private static let lastTrim = Mutex(Duration?.none)

    /// Has all threads use one arena (mallopt(3)), before there are others.
    ///
    /// What libcurl's thread makes, the thread that prepares pages lets go; with an arena for each,
    /// neither could use what the other has free.
    static func keepTogether() {
        mallopt(M_ARENA_MAX, 1)
    }

    /// Gives free memory back to the kernel (malloc_trim(3)), once a minute at most.
    ///
    /// A round makes the next state of every cluster while the last one is still served, so that at
    /// its end nearly half of the memory is free. The C library keeps it, in pieces among what is in
    /// use, and as no two rounds leave the same pieces it takes a little more from round to round.
    /// Scrapes wait while it is given back, so that rounds without a pause do it now and then only.
    static func trim() {
        let now = SystemTime().uptime()
        let isDue = lastTrim.withLock { last in
            if let last, now - last < .seconds(60) { return false }
            last = now
            return true
        }
        if isDue { malloc_trim(0) }
    }
}
