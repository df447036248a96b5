import JSON
import Testing

@Suite struct NumberTests {
    static let integers: [(String, Int64?)] = [
        ("0", 0), ("-0", 0), ("98", 98), ("-7", -7), ("5.0", 5), ("5.00e0", 5), ("1e3", 1_000),
        ("9007199254740993", 9_007_199_254_740_993), ("9223372036854775807", .max),
        ("-9223372036854775808", .min), ("9223372036854775808", nil), ("5.5", nil), ("1e400", nil),
        ("1e19", nil), ("1e17", nil), ("1e-400", 0),
    ]

    @Test(arguments: integers)
    func givesIntegersOnlyIfExact(text: String, expected: Int64?) throws {
        #expect(try #require(JSONNumber(text)).int64 == expected)
    }

    static let doubles: [(String, Double?)] = [
        ("0", 0), ("98", 98), ("77.6421", 77.6421), ("38.00", 38), ("1e-400", 0), ("1e400", nil),
        ("-1e400", nil), ("1e308", 1e308), ("4.9e-324", .leastNonzeroMagnitude),
        ("0.1000000000000000055511151231257827", 0.1),
    ]

    @Test(arguments: doubles)
    func givesTheNearestFiniteDouble(text: String, expected: Double?) throws {
        #expect(try #require(JSONNumber(text)).double == expected)
    }

    @Test(arguments: ["", " 1", "1 ", "+1", "01", "nan", "inf", "0x10", "1e", "1,5", "١", "1\0"])
    func takesOnlyNumbers(text: String) {
        #expect(JSONNumber(text) == nil)
    }
}
