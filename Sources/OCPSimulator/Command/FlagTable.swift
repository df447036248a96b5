import HTTP

extension Flag {
    /// Every flag, in the order of `--help`.
    static let all: [Flag] = [
        Flag(
            name: "--web.listen-address",
            placeholder: "ADDRESS",
            summary: "repeatable; default \(SimulatorOptions.standardAddress)",
            isRepeatable: true
        ) { options, value in
            do {
                options.addresses.append(try ListenAddress(parsing: value))
                return nil
            } catch {
                return "\(error)"
            }
        },
        Flag(name: "--clusters", placeholder: "N", summary: "default 12") {
            $0.settings.fleet.clusters = number($1, in: 0...FleetPlan.mostClusters)
            return $0.settings.fleet.clusters == nil
                ? "takes a number from 0 to \(FleetPlan.mostClusters)" : nil
        },
        Flag(
            name: "--scenario",
            placeholder: "NAME[=COUNT]",
            summary: "repeatable; what clusters play, default a mix",
            isRepeatable: true,
            apply: addScenario
        ),
        Flag(
            name: "--fault",
            placeholder: "ENDPOINT=NAME",
            summary: "for overview, clusters, info, time or status",
            isRepeatable: true,
            apply: addFault
        ),
        Flag(name: "--seed", placeholder: "N", summary: "another fleet, default 1") {
            guard let seed = UInt64($1) else { return "takes a whole number" }
            $0.settings.seed = seed
            return nil
        },
        Flag(
            name: "--time-scale",
            placeholder: "N",
            summary: "simulated seconds per second, default 60"
        ) {
            guard let scale = Double($1), (0...1_000_000).contains(scale) else {
                return "takes a number from 0 to 1000000"
            }
            $0.settings.timeScale = scale
            return nil
        },
        Flag(
            name: "--clock-offset",
            placeholder: "SPAN",
            summary: "OCP's clock is so far ahead, or -SPAN behind"
        ) { options, value in
            let isBehind = value.hasPrefix("-")
            guard let span = DurationText.milliseconds(String(value.dropFirst(isBehind ? 1 : 0)))
            else { return spanExpected }
            options.settings.clockOffset = isBehind ? -span : span
            return nil
        },
        Flag(name: "--latency", placeholder: "SPAN", summary: "how long every answer takes") {
            guard let span = DurationText.milliseconds($1) else { return spanExpected }
            $0.settings.latency = span
            return nil
        },
        Flag(
            name: "--ocp-version",
            placeholder: "VERSION",
            summary: "default \(OCPVersion.standard); before 4.2.2 codes are numbers"
        ) {
            guard let version = OCPVersion($1) else { return "takes a version such as 4.2.1" }
            $0.settings.version = version
            return nil
        },
        Flag(name: "--username", placeholder: "NAME", summary: "default exporter") {
            guard !$1.isEmpty, !$1.contains(":") else { return "takes a name without a colon" }
            $0.settings.account.username = $1
            return nil
        },
        Flag(
            name: "--password-file",
            placeholder: "FILE",
            summary: "the password is \"exporter\" without it"
        ) { options, file in
            readSecret(file) { options.settings.account.password = $0 }
        },
        Flag(name: "--access-key-id", placeholder: "ID", summary: "accept this access key, too") {
            $0.setAccessKey(id: $1)
            return $1.isEmpty || $1.contains(":") ? "takes an id without a colon" : nil
        },
        Flag(name: "--access-key-secret-file", placeholder: "FILE", summary: "its secret") {
            options,
            file in
            readSecret(file) { options.setAccessKey(secret: $0) }
        },
        Flag(
            name: "--lockout-attempts",
            placeholder: "N",
            summary: "failed log-ons that lock it, default 20"
        ) {
            guard let attempts = number($1, in: 1...1_000_000) else {
                return "takes a number from 1 to 1000000"
            }
            $0.settings.mostLogOnAttempts = attempts
            return nil
        },
        Flag(
            name: "--lockout",
            placeholder: "SPAN",
            summary: "how long the account is locked, default 30m"
        ) {
            guard let span = DurationText.milliseconds($1) else { return spanExpected }
            $0.settings.lockOutDuration = span
            return nil
        },
        Flag(name: "--tls.cert-file", placeholder: "FILE", summary: "speak https with this chain") {
            $0.certificateFile = $1
            return nil
        },
        Flag(name: "--tls.key-file", placeholder: "FILE", summary: "its private key") {
            $0.keyFile = $1
            return nil
        },
        Flag(name: "--rate-limit", placeholder: "N/SPAN", summary: "such as 100/10s; default none")
        {
            guard let limit = RateLimit($1) else {
                return "takes requests per span of at least a second, such as 100/10s"
            }
            $0.settings.rateLimit = limit
            return nil
        },
    ]

    private static let spanExpected = "takes a span such as 50ms, 10s or 30m"

    private static func number(_ text: String, in range: ClosedRange<Int>) -> Int? {
        Int(text).flatMap { range.contains($0) ? $0 : nil }
    }

    private static func readSecret(_ file: String, _ use: (String) -> Void) -> String? {
        do throws(SecretFile.Problem) {
            use(try SecretFile.secret(in: file))
            return nil
        } catch {
            return error.description
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
        let endpoints = [SimulatedEndpoint.overview, .clusters, .info, .time, .status]
        guard let endpoint = SimulatedEndpoint(rawValue: parts[0]), endpoints.contains(endpoint)
        else {
            return "has no endpoint \"\(parts[0])\""
                + NearestName.hint(for: parts[0], in: endpoints.map(\.rawValue))
        }
        guard let fault = Fault.named(parts[1]) else {
            return "has no fault \"\(parts[1])\""
                + NearestName.hint(for: parts[1], in: Fault.table.map(\.name))
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
