import Testing

@testable import OCP

@Suite struct TimestampTests {
    static let times: [(String, Double)] = [
        ("2021-09-16T17:25:02.993+0800", 1_631_784_302.993),
        ("2021-09-22T14:50:46.414+08:00", 1_632_293_446.414),
        ("2021-09-22T06:50:46.414Z", 1_632_293_446.414),
        ("2021-09-22T06:50:46.414+0000", 1_632_293_446.414),
        ("2020-11-29T22:23:12+08:00", 1_606_659_792),
        ("2021-09-22T14:50:52.48+08:00", 1_632_293_452.48),
        ("2021-09-16T17:25:10.986847+08:00", 1_631_784_310.986847),
        ("2021-09-16T17:25:10.986847123+08:00", 1_631_784_310.986847123),
        ("2021-09-16T09:25:02.9Z", 1_631_784_302.9),
        ("2021-09-16t09:25:02z", 1_631_784_302),
        (" 2021-09-16T09:25:02Z\n", 1_631_784_302),
        ("2021-09-16T17:25:02+08", 1_631_784_302),
        ("2021-09-16T03:55:02-0530", 1_631_784_302),
        ("2021-09-16T15:10:02+05:45", 1_631_784_302),
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01T08:00:00+08:00", 0),
        ("1969-12-31T23:00:00-01:00", 0),
        ("2000-02-29T00:00:00Z", 951_782_400),
        ("2024-02-29T12:00:00Z", 1_709_208_000),
        ("2038-01-19T03:14:08Z", 2_147_483_648),
        ("9999-12-31T23:59:59Z", 253_402_300_799),
        ("9999-12-31T23:59:59.999Z", 253_402_300_799.999),
    ]

    @Test(arguments: times)
    func readsBothForms(text: String, expected: Double) {
        #expect(Timestamp.seconds(text) == expected)
    }

    static let others = [
        "", "now", "2021-09-16", "17:25:02", "2021-09-16T17:25:02", "2021-09-16 17:25:02Z",
        "2021-09-16T17:25Z", "2021-09-16T17:25:02.+0800", "2021-09-16T17:25:02,5Z",
        "2021-09-16T17:25:02.1234567890Z", "2021-02-30T00:00:00Z", "2021-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2021-04-31T00:00:00Z",
        "2021-13-01T00:00:00Z", "2021-00-01T00:00:00Z", "2021-01-00T00:00:00Z",
        "2021-09-16T24:00:00Z", "2021-09-16T23:60:00Z", "2021-09-16T23:59:60Z",
        "2021-09-16T17:25:02+19:00", "2021-09-16T17:25:02+18:01", "2021-09-16T17:25:02+08:60",
        "2021-09-16T17:25:02+8", "2021-09-16T17:25:02+080", "2021-09-16T17:25:02+08:",
        "2021-09-16T17:25:02 +0800", "2021-09-16T17:25:02ZZ", "2021-09-16T17:25:02UTC",
        "2021-9-16T17:25:02Z", "21-09-16T17:25:02Z", "+2021-09-16T17:25:02Z",
        "12021-09-16T17:25:02Z", "-2021-09-16T17:25:02Z", "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "1970-01-01T00:00:00+08:00",
        "9999-12-31T23:59:59-01:00", "1631784302", "1631784302993", "2021-09-16T17:25:02.993\0Z",
        "٢٠٢١-09-16T17:25:02Z", "2021-W37-4T17:25:02Z", "20210916T172502Z",
    ]

    @Test(arguments: others)
    func refusesWhatIsNoTimeOrHasNoZone(text: String) {
        #expect(Timestamp.seconds(text) == nil)
    }

    @Test func agreesWithTheCalendarOnEveryDay() {
        var day = CivilDate(daysSince1970: 0)
        #expect(day == CivilDate(year: 1970, month: 1, day: 1))
        for days in 1...Int64(2_932_896) {
            let next = CivilDate(daysSince1970: days)
            // The next day is one further in its month, or the first of a month.
            let follows =
                next.day == day.day + 1 && next.month == day.month
                || next.day == 1
                    && CivilDate(year: day.year, month: day.month, day: day.day + 1) == nil
            guard follows, next.daysSince1970 == days else {
                Issue.record("day \(days) is \(next) after \(day)")
                return
            }
            day = next
        }
        #expect(day == CivilDate(year: 9_999, month: 12, day: 31))
    }
}

@Suite struct HTTPDateTests {
    static let dates: [(Double, String)] = [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (1_673_928_842, "Tue, 17 Jan 2023 04:14:02 GMT"),
        (1_673_928_842.999, "Tue, 17 Jan 2023 04:14:02 GMT"),
        (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (951_827_696, "Tue, 29 Feb 2000 12:34:56 GMT"),
        (-5, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (.infinity, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (1e300, "Fri, 31 Dec 9999 23:59:59 GMT"),
    ]

    @Test(arguments: dates)
    func writesTimes(seconds: Double, text: String) {
        #expect(HTTPDate.text(seconds) == text)
    }

    @Test func readsWhatItWrites() {
        for seconds in stride(from: 0.0, to: 4e9, by: 8_641_234) {
            #expect(HTTPDate.seconds(HTTPDate.text(seconds)) == seconds)
        }
    }

    @Test(arguments: [
        "", "Tue", "Tue, 17 Jan 2023", "Tue, 31 Feb 2023 04:14:02 GMT", "17 Jan 2023 04:14:02 GMT",
        "Tue, 17 Jan 2023 24:14:02 GMT", "Tue, 17 Jan 2023 04:14:02 UTC",
        "Tue, 17 Foo 2023 04:14:02 GMT",
        "Tue, 17 Jan 2023 04:14:02 GMT+1", "120",
    ])
    func refusesOtherTexts(text: String) {
        #expect(HTTPDate.seconds(text) == nil)
    }
}
