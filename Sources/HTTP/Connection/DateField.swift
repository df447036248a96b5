import Glibc
import Kernel

/// The value of `Date` (RFC 9110 section 5.6.7), written once a second.
struct DateField {
    private var second: time_t = -1
    private var octets: [UInt8] = []

    /// The date of a moment in seconds since 1970, such as `Sun, 06 Nov 1994 08:49:37 GMT`.
    mutating func text(at now: time_t = time(nil)) -> [UInt8] {
        guard now != second else { return octets }
        second = now
        octets = Array((CalendarTime.httpDate(Int64(now)) ?? "").utf8)
        return octets
    }
}

extension [UInt8] {
    /// Appends a number that is not negative.
    mutating func append(decimal value: Int) {
        let start = count
        var rest = value
        repeat {
            append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        self[start...].reverse()
    }
}
