import TestSupport

/// Values of the wrong kind, absurd ones, times in all forms, names that break lines.
extension UpstreamFault {
    private static func delayed(_ value: String, _ number: Double) -> UpstreamFault {
        .succeeds("delay \(value)", #"{"logBackupDelaySeconds":\#(value)}"#, [delay: number])
    }

    private static func badDelay(_ value: String) -> UpstreamFault {
        .succeeds("no delay: \(value)", #"{"logBackupDelaySeconds":\#(value)}"#, [:], malformed: 1)
    }

    private static func timed(_ text: String, _ seconds: Double) -> UpstreamFault {
        .succeeds("time \(text)", #"{"lastDataBackupTime":"\#(text)"}"#, [backup: seconds])
    }

    private static func badTime(_ value: String) -> UpstreamFault {
        .succeeds("no time: \(value)", #"{"lastDataBackupTime":\#(value)}"#, [:], malformed: 1)
    }

    private static func sized(_ value: String, _ unit: String, _ bytes: Double?) -> UpstreamFault {
        .succeeds(
            "size \(value) \(unit)",
            #"{"backupSize":\#(value),"obStorageVolumeUnit":\#(unit)}"#,
            bytes.map { [size: $0] } ?? [:],
            malformed: bytes == nil ? 1 : 0
        )
    }

    private static func named(_ json: String) -> UpstreamFault {
        .succeeds(
            "name \(json.prefix(40))",
            #"{"clusterName":"\#(json)","tenantName":"\#(json)","logBackupDelaySeconds":98}"#,
            [delay: 98]
        )
    }

    static let inFields: [UpstreamFault] =
        [
            delayed("98", 98), delayed("98.00", 98), delayed("\"98\"", 98), delayed("0", 0),
            delayed("-3", -3), delayed("77.6421", 77.6421), delayed("1e2", 100),
            delayed("9223372036854775808", 9_223_372_036_854_775_808),
            badDelay("true"), badDelay("{}"), badDelay("[98]"), badDelay("\"soon\""),
            badDelay("1e400"), badDelay("\"NaN\""), badDelay("\"Infinity\""),
            .succeeds("delay null", #"{"clusterId":2,"logBackupDelaySeconds":null}"#, [:]),
            .succeeds("delay empty", #"{"clusterId":2,"logBackupDelaySeconds":""}"#, [:]),
        ] + [
            timed("2021-09-16T17:25:02.993+0800", 1_631_784_302.993),
            timed("2021-09-16T17:25:02+08:00", 1_631_784_302),
            timed("2021-09-16T09:25:02.5Z", 1_631_784_302.5),
            timed("2021-09-16T09:25:02.123456789Z", 1_631_784_302.123456789),
            .succeeds(
                "never",
                #"{"lastDataBackupTime":"1970-01-01T08:00:00.000+08:00"}"#,
                [:]
            ),
            badTime("\"1969-12-31T23:59:59Z\""), badTime("\"2021-02-30T00:00:00Z\""),
            badTime("\"2021-09-16T25:00:00Z\""), badTime("\"2021-09-16 17:25:02\""),
            badTime("\"yesterday\""), badTime("1631784302993"),
            badTime("\"10000-01-01T00:00:00Z\""),
            badTime("\"2021-09-16T17:25:02\""), badTime("{}"),
        ] + [
            sized("1.5", "\"GB\"", 1_610_612_736), sized("\"2\"", "\"kb\"", 2048),
            sized("0", "\"TB\"", 0), sized("-1", "\"GB\"", nil), sized("1", "\"furlong\"", nil),
            sized("1", "null", nil), sized("1", "7", nil), sized("1e308", "\"PB\"", nil),
        ] + [
            named(#"a\"b\\c"#), named(#"line\nline 2{x=\"1\"} 5\n# EOF\n"#), named(#"\u0000"#),
            named(#"\u202Eevil"#), named(String(repeating: "x", count: 10_240)),
            named(#"\ud83d\ude00"#), named(String(repeating: "é", count: 600)),
        ] + [
            .succeeds(
                "unknown states",
                #"{"backupScheduleStatus":"ON_HOLD","obClusterStatus":"\u001b[31m{}\"\\","#
                    + #""compactionStatus":"\#(String(repeating: "Z", count: 5000))"}"#,
                [:]
            ),
            .succeeds(
                "states of the wrong kind",
                #"{"backupScheduleStatus":5,"obClusterStatus":{},"obBackupAbility":"none"}"#,
                [:],
                malformed: 3
            ),
            .succeeds(
                "another cluster's id",
                #"{"clusterId":1,"logBackupDelaySeconds":98}"#,
                [delay: 98]
            ),
        ]
}
