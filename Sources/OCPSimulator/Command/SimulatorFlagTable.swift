import HTTP
import Kernel

extension SimulatorFlag {
    /// Every flag, in the order of `--help`.
    static let all: [SimulatorFlag] = [
        SimulatorFlag(
            "--web.listen-address ADDRESS",
            "repeatable; default \(SimulatorOptions.standardAddress)",
            isRepeatable: true
        ) { options, value in
            do {
                options.addresses.append(try ListenAddress(parsing: value))
                return nil
            } catch {
                return "\(error)"
            }
        },
        SimulatorFlag("--clusters N", "default 12") {
            guard let clusters = number($1, in: 0...FleetPlan.mostClusters) else {
                return "takes a number from 0 to \(FleetPlan.mostClusters)"
            }
            $0.settings.fleet.clusters = clusters
            return nil
        },
        SimulatorFlag(
            "--scenario NAME[=COUNT]",
            "repeatable; what clusters play, default a mix",
            isRepeatable: true,
            apply: addScenario
        ),
        SimulatorFlag(
            "--fault ENDPOINT=NAME",
            "such as overview=slow or tenants=hangs",
            isRepeatable: true,
            apply: addFault
        ),
        SimulatorFlag("--tenants N", "users' in an OceanBase 4 cluster, default 3") {
            let tenants = number($1, in: 0...Tenants.most)
            return set(
                &$0.settings.tenants,
                tenants,
                or: "takes a number from 0 to \(Tenants.most)"
            )
        },
        SimulatorFlag("--tenant-tasks WHERE", "cluster, tenant or absent; default tenant") {
            set(
                &$0.settings.tenantTasks,
                TenantTasks(rawValue: $1),
                or: "takes cluster, tenant or absent"
            )
        },
        SimulatorFlag("--seed N", "another fleet, default 1") {
            set(&$0.settings.seed, UInt64($1), or: "takes a whole number")
        },
        SimulatorFlag("--time-scale N", "simulated seconds per second, default 60") {
            let scale = Double($1).flatMap { (0...1_000_000).contains($0) ? $0 : nil }
            return set(&$0.settings.timeScale, scale, or: "takes a number from 0 to 1000000")
        },
        SimulatorFlag("--clock-offset SPAN", "OCP's clock is so far ahead, or -SPAN behind") {
            options,
            value in
            let isBehind = value.hasPrefix("-")
            let span = Span.milliseconds(String(value.dropFirst(isBehind ? 1 : 0)))
            let offset = span.map { isBehind ? -$0 : $0 }
            return set(&options.settings.clockOffset, offset, or: spanExpected)
        },
        SimulatorFlag("--latency SPAN", "how long every answer takes") {
            set(&$0.settings.latency, Span.milliseconds($1), or: spanExpected)
        },
        SimulatorFlag(
            "--ocp-version VERSION",
            "default \(OCPVersion.standard); before 4.2.2 codes are numbers"
        ) {
            set(&$0.settings.version, OCPVersion($1), or: "takes a version such as 4.2.1")
        },
        SimulatorFlag("--username NAME", "default exporter") {
            let name = $1.isEmpty || $1.contains(":") ? nil : $1
            return set(&$0.settings.account.username, name, or: "takes a name without a colon")
        },
        SimulatorFlag("--password-file FILE", "the password is \"exporter\" without it") {
            options,
            file in
            readSecret(file) { options.settings.account.password = $0 }
        },
        SimulatorFlag("--access-key-id ID", "accept this access key, too") {
            $0.setAccessKey(id: $1)
            return $1.isEmpty || $1.contains(":") ? "takes an id without a colon" : nil
        },
        SimulatorFlag("--access-key-secret-file FILE", "its secret") {
            options,
            file in
            readSecret(file) { options.setAccessKey(secret: $0) }
        },
        SimulatorFlag("--lockout-attempts N", "failed log-ons that lock it, default 20") {
            let attempts = number($1, in: 1...1_000_000)
            return set(
                &$0.settings.mostLogOnAttempts,
                attempts,
                or: "takes a number from 1 to 1000000"
            )
        },
        SimulatorFlag("--lockout SPAN", "how long the account is locked, default 30m") {
            set(&$0.settings.lockOutDuration, Span.milliseconds($1), or: spanExpected)
        },
        SimulatorFlag("--tls.cert-file FILE", "speak https with this chain") {
            $0.certificateFile = $1
            return nil
        },
        SimulatorFlag("--tls.key-file FILE", "its private key") {
            $0.keyFile = $1
            return nil
        },
        SimulatorFlag("--rate-limit N/SPAN", "such as 100/10s; default none") {
            guard let limit = RateLimit($1) else {
                return "takes requests per span of at least a second, such as 100/10s"
            }
            $0.settings.rateLimit = limit
            return nil
        },
    ]

    private static let spanExpected = "takes a span such as 50ms, 10s or 30m"

    /// Sets an option, which is not optional itself, or gives the words for a text that is no value.
    private static func set<Value>(
        _ option: inout Value,
        _ value: Value?,
        or words: String
    ) -> String? {
        option = value ?? option
        return value == nil ? words : nil
    }

    private static func number(_ text: String, in range: ClosedRange<Int>) -> Int? {
        Int(text).flatMap { range.contains($0) ? $0 : nil }
    }

    private static func readSecret(_ file: String, _ use: (String) -> Void) -> String? {
        do throws(FileProblem) {
            let bytes = try FileBytes(path: file, limit: 4096).bytes
            var text = String(decoding: bytes, as: UTF8.self)
            while text.last?.isNewline == true { text.removeLast() }
            guard !text.isEmpty else { return "cannot use \(file): the file is empty" }
            use(text)
            return nil
        } catch {
            return "cannot use \(error)"
        }
    }

    private static func addScenario(_ options: inout SimulatorOptions, _ value: String) -> String? {
        let parts = value.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
        let names = Scenario.all.map(\.name)
        guard names.contains(parts[0]) else {
            return "has no \"\(parts[0])\"" + NearestName.hint(for: parts[0], in: names)
        }
        guard parts.count <= 2 else { return "takes NAME or NAME=COUNT" }
        let count = parts.count == 2 ? number(parts[1], in: 0...FleetPlan.mostClusters) : nil
        guard parts.count == 1 || count != nil else { return "takes a whole number after \"=\"" }
        options.settings.fleet.scenarios.append(.init(parts[0], count: count))
        return nil
    }

    private static func addFault(_ options: inout SimulatorOptions, _ value: String) -> String? {
        let parts = value.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { return "takes ENDPOINT=NAME" }
        let endpoints = SimulatedEndpoint.allCases.filter {
            ![.cluster, .unknown, .console].contains($0)
        }
        guard let endpoint = SimulatedEndpoint(rawValue: parts[0]), endpoints.contains(endpoint)
        else {
            return "has no endpoint \"\(parts[0])\""
                + NearestName.hint(for: parts[0], in: endpoints.map(\.rawValue))
        }
        guard let fault = Fault.named(parts[1]) else {
            return "has no fault \"\(parts[1])\""
                + NearestName.hint(for: parts[1], in: Scenario.faults.map(\.name))
        }
        options.settings.faults[endpoint] = fault
        return nil
    }
}

extension SimulatorOptions {
    /// Sets one half of the access key; the other stays as it is.
    fileprivate mutating func setAccessKey(id: String? = nil, secret: String? = nil) {
        let known = settings.account.accessKey
        settings.account.accessKey = .init(
            id: id ?? known?.id ?? "",
            secret: secret ?? known?.secret ?? ""
        )
    }
}
