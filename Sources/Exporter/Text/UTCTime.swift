import Kernel

/// Times of day as people and log readers write them.
package enum UTCTime {
    /// `2026-11-22T14:50:46.414Z`; a time that the calendar does not reach is given in seconds.
    package static func iso8601(_ seconds: Double) -> String {
        let whole = seconds.rounded(.down)
        guard
            let date = Int64(exactly: whole).flatMap({ CalendarTime.text($0, "%Y-%m-%dT%H:%M:%S") })
        else { return "\(seconds)" }
        let milliseconds = Int((seconds - whole) * 1000)
        return "\(date).\(String(1000 + milliseconds).dropFirst())Z"
    }

    /// `2026-11-22 14:50:46 UTC`, for pages.
    package static func words(_ seconds: Double) -> String {
        let text = iso8601(seconds.rounded(.down)).replacing("T", with: " ")
        return text.hasSuffix(".000Z") ? text.dropLast(5) + " UTC" : text
    }
}
