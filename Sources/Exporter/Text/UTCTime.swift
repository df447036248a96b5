import Glibc

/// Times of day as people and log readers write them.
package enum UTCTime {
    /// `2026-11-22T14:50:46.414Z`; a time that the calendar does not reach is given in seconds.
    package static func iso8601(_ seconds: Double) -> String {
        guard let whole = Int(exactly: seconds.rounded(.down)) else { return "\(seconds)" }
        var time = time_t(whole)
        var parts = unsafe tm()
        guard unsafe gmtime_r(&time, &parts) != nil else { return "\(seconds)" }
        let milliseconds = Int((seconds - seconds.rounded(.down)) * 1000)
        return unsafe "\(padded(Int(parts.tm_year) + 1900, 4))-\(padded(Int(parts.tm_mon) + 1, 2))"
            + "-\(padded(Int(parts.tm_mday), 2))T\(padded(Int(parts.tm_hour), 2))"
            + ":\(padded(Int(parts.tm_min), 2)):\(padded(Int(parts.tm_sec), 2))"
            + ".\(padded(milliseconds, 3))Z"
    }

    /// `2026-11-22 14:50:46 UTC`, for pages.
    package static func words(_ seconds: Double) -> String {
        let text = iso8601(seconds.rounded(.down)).replacing("T", with: " ")
        return text.hasSuffix(".000Z") ? text.dropLast(5) + " UTC" : text
    }

    private static func padded(_ number: Int, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
