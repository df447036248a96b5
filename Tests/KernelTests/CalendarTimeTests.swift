import Kernel
import Testing

@Suite struct CalendarTimeTests {
    @Test func knowsEveryDayFrom1970To9999() {
        var days: Int64 = 0
        for year in Int64(1970)...9999 {
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            for (month, length) in [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
                .enumerated()
            {
                for day in [1, Int64(length)] {
                    let seconds = CalendarTime.seconds(
                        year: year,
                        month: Int64(month) + 1,
                        day: day
                    )
                    guard seconds == (days + day - 1) * 86_400 else {
                        Issue.record("\(year)-\(month + 1)-\(day) is \(seconds ?? -1)")
                        return
                    }
                }
                #expect(
                    CalendarTime.seconds(
                        year: year,
                        month: Int64(month) + 1,
                        day: Int64(length) + 1
                    )
                        == nil
                )
                days += Int64(length)
            }
        }
    }

    @Test(arguments: [
        (-1, 1, 1), (10_000, 1, 1), (2024, 0, 1), (2024, 13, 1), (2024, 1, 0), (2024, 1, 32),
        (2023, 2, 29), (2100, 2, 29), (.max, 1, 1), (2024, .min, 1),
    ])
    func refusesWhatIsNoDay(year: Int64, month: Int64, day: Int64) {
        #expect(CalendarTime.seconds(year: year, month: month, day: day) == nil)
    }

    @Test func writesAsTheFormatSays() {
        #expect(CalendarTime.httpDate(784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(CalendarTime.text(0, "%Y-%m-%dT%H:%M:%S") == "1970-01-01T00:00:00")
        #expect(CalendarTime.text(.max, "%Y") == nil)
    }
}
