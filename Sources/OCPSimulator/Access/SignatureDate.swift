/// The date form of RFC 9110 section 5.6.7 that senders use, such as
/// `Tue, 17 Jan 2023 03:36:01 GMT`.
enum SignatureDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The seconds since 1970, or nil if the text has another form; the weekday is not checked.
    static func seconds(_ text: String) -> Int64? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[0].utf8.count == 4, parts[0].hasSuffix(","),
            parts[5] == "GMT",
            let month = months.firstIndex(of: String(parts[2])),
            let day = number(parts[1], digits: 2), 1...31 ~= day,
            let year = number(parts[3], digits: 4)
        else { return nil }
        let clock = parts[4].split(separator: ":", omittingEmptySubsequences: false)
        let times = clock.compactMap { number($0, digits: 2) }
        guard clock.count == 3, times.count == 3, times[0] < 24, times[1] < 60, times[2] <= 60
        else { return nil }
        let date = CivilDate(year: year, month: Int64(month + 1), day: day)
        return date.daysSince1970 * 86_400 + times[0] * 3600 + times[1] * 60 + times[2]
    }

    private static func number(_ text: Substring, digits: Int) -> Int64? {
        let isNumber = text.utf8.count == digits && text.utf8.allSatisfy { 0x30...0x39 ~= $0 }
        return isNumber ? Int64(text) : nil
    }
}
