import Glibc

/// The value of `Date` (RFC 9110 section 5.6.7), written once a second.
struct DateField {
    private var second: time_t = -1
    private var octets: [UInt8] = []

    /// The date of a moment in seconds since 1970, such as `Sun, 06 Nov 1994 08:49:37 GMT`.
    mutating func text(at now: time_t = time(nil)) -> [UInt8] {
        guard now != second else { return octets }
        second = now
        octets = Self.format(now)
        return octets
    }

    private static func format(_ moment: time_t) -> [UInt8] {
        var moment = moment
        var parts = tm()
        gmtime_r(&moment, &parts)
        var octets: [UInt8] = []
        octets.reserveCapacity(29)
        octets.append(contentsOf: days[Int(parts.tm_wday)].utf8)
        octets.append(contentsOf: ", ".utf8)
        octets.append(decimal: Int(parts.tm_mday), width: 2)
        octets.append(UInt8(ascii: " "))
        octets.append(contentsOf: months[Int(parts.tm_mon)].utf8)
        octets.append(UInt8(ascii: " "))
        octets.append(decimal: Int(parts.tm_year) + 1900, width: 4)
        for (value, separator) in [(parts.tm_hour, " "), (parts.tm_min, ":"), (parts.tm_sec, ":")] {
            octets.append(contentsOf: separator.utf8)
            octets.append(decimal: Int(value), width: 2)
        }
        octets.append(contentsOf: " GMT".utf8)
        return octets
    }

    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}

extension [UInt8] {
    /// Appends a number that is not negative, with leading zeros up to a width.
    mutating func append(decimal value: Int, width: Int = 1) {
        let start = count
        var rest = value
        while rest > 0 || count - start < width {
            append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        }
        self[start...].reverse()
    }
}
