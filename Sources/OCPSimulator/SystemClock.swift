import Glibc

/// The machine's clock.
package enum SystemClock {
    /// The present, in seconds since 1970.
    package static let seconds: @Sendable () -> Double = {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
