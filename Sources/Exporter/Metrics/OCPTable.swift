import Exposition
import OCP

/// What is known of an OCP: its rounds, its requests, and what is odd about its answers.
enum OCPTable {
    /// The rows, with samples for each OCP.
    static let rows: [MetricRow<OCPSnapshot>] = [
        .value(
            "oceanbase_ocp_up",
            "1 if the last round reached OCP and was let in, else 0."
        ) {
            $0.lastRound.map { $0.isUp ? 1 : 0 }
        },
        .info("oceanbase_ocp_info", "Always 1; the label says OCP's version.") { ocp in
            ocp.statistics.version.map { Labels(["version": $0]) }
        },
        .value("oceanbase_ocp_clusters", "Clusters that were selected in the last round.") {
            $0.lastRound?.clusterCount.map(Double.init)
        },
        .value(
            "oceanbase_ocp_clusters_left_total",
            kind: .total,
            "How often a cluster left OCP's list, since the start; not those that the configuration or"
                + " the shard leaves out."
        ) { Double($0.statistics.leftTotal) },
        .value(
            "oceanbase_ocp_clusters_left",
            "Clusters that OCP's list named before and no longer does, as of the last list that was"
                + " read; not those that the configuration or the shard leaves out."
        ) { $0.statistics.left.map { Double($0.count) } },
        .value(
            "oceanbase_ocp_poll_interval_seconds",
            "Seconds between the starts of two rounds; from the configuration."
        ) { $0.pollInterval },
        .value(
            "oceanbase_ocp_stale_after_seconds",
            "Seconds after its last success at which a cluster's values vanish; from the"
                + " configuration."
        ) { $0.staleAfter },
        .value(
            "oceanbase_ocp_last_round_timestamp_seconds",
            "When the last round of polls ended, well or badly, in seconds since 1970."
        ) { $0.lastRound?.endedAt.time },
        .value(
            "oceanbase_ocp_last_round_duration_seconds",
            "How long the last round of polls took, in seconds."
        ) { $0.lastRound?.duration },
        .value(
            "oceanbase_ocp_late_rounds_total",
            kind: .counter,
            "Rounds that began late because the one before took longer than the interval."
        ) { Double($0.statistics.lateRounds) },
        .samples(
            "oceanbase_ocp_requests_total",
            kind: .counter,
            "HTTP requests sent to OCP, retries included."
        ) { ocp, sample in
            for api in API.allCases {
                sample(labels(api), Double(ocp.requests.sent[api] ?? 0))
            }
        },
        .samples(
            "oceanbase_ocp_request_failures_total",
            kind: .counter,
            "HTTP requests to OCP that failed, by reason; the README says what to do about each."
        ) { ocp, sample in
            for (key, labels) in failures {
                sample(labels, Double(ocp.requests.failures[key] ?? 0))
            }
        },
        .histograms(
            "oceanbase_ocp_request_duration_seconds",
            "How long HTTP requests to OCP took, in seconds."
        ) { ocp in
            API.allCases.compactMap { api in
                ocp.requests.durations[api].map { (labels(api), $0) }
            }
        },
        .value(
            "oceanbase_ocp_clock_offset_seconds",
            "OCP's clock minus ours in seconds, from /api/v2/time; signed requests are refused"
                + " beyond 900."
        ) { $0.statistics.clockOffset },
        .value(
            "oceanbase_ocp_clock_offset_threshold_seconds",
            "Clock offset in seconds, in either direction, that is worth an alert; from the"
                + " configuration."
        ) { $0.clockOffsetThreshold },
        .value(
            "oceanbase_ocp_rate_limit_limit",
            "Requests that OCP allows in a window (RateLimit-Limit); absent if OCP does not say."
        ) { $0.requests.rateLimit?.limit },
        .value(
            "oceanbase_ocp_rate_limit_remaining",
            "Requests left in the window (RateLimit-Remaining); absent if OCP does not say."
        ) { $0.requests.rateLimit?.remaining },
        .value(
            "oceanbase_ocp_rate_limit_reset_seconds",
            "Seconds until the window ends (RateLimit-Reset) as of the last answer; absent if OCP"
                + " does not say."
        ) { $0.requests.rateLimit?.reset },
        .value(
            "oceanbase_ocp_insecure_skip_verify",
            "1 if the certificate of this OCP is not verified; from the configuration."
        ) { $0.insecureSkipVerify ? 1 : 0 },
        .samples(
            "oceanbase_ocp_malformed_fields_total",
            kind: .counter,
            "Fields of OCP's answers that were there and could not be used; each costs that field"
                + " only."
        ) { ocp, sample in
            let counts = ocp.statistics.malformedFields
            for field in Set(MalformedField.knownFields).union(counts.keys).sorted() {
                sample(Labels(["field": field]), Double(counts[field] ?? 0))
            }
        },
        .samples(
            "oceanbase_ocp_unknown_enum_values_total",
            kind: .counter,
            "Values of OCP's fields that this version does not know; each is served as a series of"
                + " its own."
        ) { ocp, sample in
            for field in FleetPage.enumFields {
                let count = ocp.statistics.unknownEnumValues[field] ?? 0
                sample(Labels(["field": field]), Double(count))
            }
        },
    ]

    /// Every pair of API and reason, so that each counter is there from the start at 0.
    private static let failures: [(RequestStatistics.Failure, Labels)] =
        API.allCases.flatMap { api in
            FailureReason.allCases.map { reason in
                (
                    RequestStatistics.Failure(api: api, reason: reason),
                    Labels(["api": api.rawValue, "reason": reason.rawValue])
                )
            }
        }

    private static func labels(_ api: API) -> Labels {
        Labels(["api": api.rawValue])
    }
}
