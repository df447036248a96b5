import JSON
import Testing

@Suite struct RelaxedReadingTests {
    @Test func readsAConfigurationAsPeopleWriteIt() throws {
        let text = """
            {
              ocps: [
                {
                  name: "prod",
                  url: "https://ocp.example:8443",             // a path prefix is kept
                  basic_auth: { username: "exporter", password_file: "/run/secrets/ocp" },
                  // access_key: { id: "…", secret_file: "…" },  // signing_host if a proxy …
                  tls_config: { ca_file: "/etc/ocp/ca.pem", insecure_skip_verify: false },
                  http_headers: { "X-Trace": "exporter" },
                  poll_interval: "60s", max_concurrent_requests: 8, stale_after: "5m",
                  clusters: { ids: [1000005], include: "^prod", exclude: '_test$' },   /* or
                    all of them */
                },
              ],
              thresholds: [{ ob_cluster_name: "^core_", data_backup_age: "26h" },],
            }
            // the end
            """
        let root = try JSONDocument(Array(text.utf8), dialect: .relaxed).root
        let ocp = try #require(root["ocps"]?.array?.first)
        #expect(ocp.members.count == 9)
        #expect(ocp["url"]?.string == "https://ocp.example:8443")
        #expect(ocp["clusters"]?["exclude"]?.string == "_test$")
        #expect(ocp["clusters"]?["ids"]?.array?.first?.number?.int64 == 1_000_005)
        #expect(ocp["http_headers"]?["X-Trace"]?.string == "exporter")
        #expect(root["thresholds"]?.array?.count == 1)
    }

    static let texts: [(String, String)] = [
        ("[1,]", "[1]"), ("{a:1,}", "{\"a\":1}"), ("{$_9:1}", "{\"$_9\":1}"),
        ("'it\\'s'", "\"it's\""),
        ("'\"'", "\"\\\"\""), ("\"'\"", "\"'\""), ("/**/1//", "1"), ("/***/1", "1"),
        ("[/*a*/1/*b*/,/*c*/2/*d*/]", "[1,2]"), ("{/**/a/**/:/**/1/**/}", "{\"a\":1}"),
        ("{null:1}", "{\"null\":1}"), ("\"// no comment\"", "\"// no comment\""),
    ]

    @Test(arguments: texts)
    func readsWhatPeopleWrite(relaxed: String, strict: String) throws {
        let value = try JSONDocument(Array(relaxed.utf8), dialect: .relaxed).root
        #expect(try value.canonical == JSONDocument(Array(strict.utf8)).root.canonical)
    }

    static let mistakes = [
        "[,]", "[1,,]", "{,}", "{a:1,,}", "{a-b:1}", "{9a:1}", "{a}", "{a:b}", "/* 1", "/ 1", "1 /",
        "'a", "'a\"", "NaN", "+1", "0x1", "#\n1", "{é:1}", "{\"a\":1;}",
    ]

    @Test(arguments: mistakes)
    func refusesTheRest(text: String) {
        #expect(throws: JSONError.self) {
            try JSONDocument(Array(text.utf8), dialect: .relaxed)
        }
    }

    @Test func saysWhichKeysNeedQuotes() {
        let error = #expect(throws: JSONError.self) {
            try JSONDocument(Array("{\n  X-Trace: 1\n}".utf8), dialect: .relaxed)
        }
        #expect(error?.description.contains("line 2, column 4") == true)
        #expect(error?.problem.contains("needs quotes") == true)
    }
}
