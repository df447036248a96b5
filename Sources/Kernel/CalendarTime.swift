import Glibc

/// Moments as dates in UTC, by the C library, whose locale nobody sets in this process.
package enum CalendarTime {
    /// Writes a moment in seconds since 1970 by strftime(3); nil if the calendar does not reach it.
    package static func text(_ seconds: Int64, _ format: String) -> String? {
        var (moment, parts) = unsafe (time_t(seconds), tm())
        guard unsafe gmtime_r(&moment, &parts) != nil else { return nil }
        return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { text in
            let count = unsafe strftime(text.baseAddress, text.count, format, &parts)
            return unsafe String(
                decoding: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(text)[..<count]),
                as: UTF8.self
            )
        }
    }

    /// Writes a moment as HTTP does (RFC 9110 section 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
    package static func httpDate(_ seconds: Int64) -> String? {
        text(seconds, "%a, %d %b %Y %H:%M:%S GMT")
    }

    /// The seconds from 1970 to the begin of a day; nil if the calendar has no such day.
    package static func seconds(year: Int64, month: Int64, day: Int64) -> Int64? {
        guard 0...9999 ~= year, 1...12 ~= month, 1...31 ~= day else { return nil }
        var parts = unsafe tm()
        unsafe parts.tm_year = Int32(year) - 1900
        unsafe parts.tm_mon = Int32(month) - 1
        unsafe parts.tm_mday = Int32(day)
        let seconds = unsafe Int64(timegm(&parts))
        // 30 February has become 1 or 2 March.
        return unsafe Int64(parts.tm_mday) == day ? seconds : nil
    }
}
