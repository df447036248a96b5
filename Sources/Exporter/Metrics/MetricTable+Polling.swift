import Exposition
import OCP

extension MetricTable {
    /// One sample for each selected cluster, whether or not its overview could be read.
    package static let cluster: [ClusterMetric] = [
        ClusterMetric(
            .gauge,
            "oceanbase_log_backup_delay_threshold_seconds",
            "Log backup delay in seconds that counts as late for this cluster; from the"
                + " configuration."
        ) { $0.thresholds.logBackupDelay },
        ClusterMetric(
            .gauge,
            "oceanbase_log_backup_delay_critical_threshold_seconds",
            "Log backup delay in seconds that is critical for this cluster; from the configuration."
        ) { $0.thresholds.logBackupDelayCritical },
        ClusterMetric(
            .gauge,
            "oceanbase_data_backup_age_threshold_seconds",
            "Age of the newest data backup in seconds that counts as too old for this cluster; from"
                + " the configuration."
        ) { $0.thresholds.dataBackupAge },
        ClusterMetric(
            .gauge,
            "oceanbase_backup_size_drop_threshold_ratio",
            "Share of its recent largest size below which the backup of this cluster has shrunk"
                + " suspiciously; from the configuration."
        ) { $0.thresholds.backupSizeDrop },
        ClusterMetric(
            .gauge,
            "oceanbase_cluster_up",
            "1 if the last poll of this cluster's backup overview succeeded, else 0."
        ) { $0.failure != nil ? 0 : $0.lastSuccess != nil ? 1 : nil },
        ClusterMetric(
            .gauge,
            "oceanbase_cluster_last_success_timestamp_seconds",
            "When the backup overview of this cluster was last read, in seconds since 1970. Its"
                + " values are of that time; they vanish once it is longer ago than stale_after."
        ) { $0.lastSuccess },
        ClusterMetric(
            .gauge,
            "oceanbase_cluster_poll_duration_seconds",
            "How long the last attempt to read this cluster's backup overview took, in seconds."
        ) { $0.pollDuration },
    ]

    /// One sample for each OCP.
    package static let ocp: [OCPMetric] = [
        .value(
            .gauge,
            "oceanbase_ocp_up",
            "1 if the last round reached OCP and was let in, else 0."
        ) {
            $0.lastRound.map { $0.isUp ? 1 : 0 }
        },
        .samples(.info, "oceanbase_ocp_info", "Always 1; the label says OCP's version.") { ocp in
            ocp.statistics.version.map { [(Labels(["version": $0]), 1)] } ?? []
        },
        .value(.gauge, "oceanbase_ocp_clusters", "Clusters that were selected in the last round.") {
            $0.lastRound?.clusterCount.map(Double.init)
        },
        .value(
            .gauge,
            "oceanbase_ocp_poll_interval_seconds",
            "Seconds between the starts of two rounds; from the configuration."
        ) { $0.pollInterval },
        .value(
            .gauge,
            "oceanbase_ocp_stale_after_seconds",
            "Seconds after its last success at which a cluster's values vanish; from the"
                + " configuration."
        ) { $0.staleAfter },
        .value(
            .gauge,
            "oceanbase_ocp_last_round_timestamp_seconds",
            "When the last round of polls ended, well or badly, in seconds since 1970."
        ) { $0.lastRound?.endedAt },
        .value(
            .gauge,
            "oceanbase_ocp_last_round_duration_seconds",
            "How long the last round of polls took, in seconds."
        ) { $0.lastRound?.duration },
        .value(
            .counter,
            "oceanbase_ocp_late_rounds_total",
            "Rounds that began late because the one before took longer than the interval."
        ) { Double($0.statistics.lateRounds) },
        .samples(
            .counter,
            "oceanbase_ocp_requests_total",
            "HTTP requests sent to OCP, retries included."
        ) { ocp in
            Endpoint.allCases.map { endpoint in
                (PollingLabels.endpoint(endpoint), Double(ocp.statistics.requests[endpoint] ?? 0))
            }
        },
        .samples(
            .counter,
            "oceanbase_ocp_request_failures_total",
            "HTTP requests to OCP that failed, by reason; the README says what to do about each."
        ) { ocp in
            PollingLabels.failures.map { ($0.labels, Double(ocp.statistics.failures[$0.key] ?? 0)) }
        },
        .histograms(
            "oceanbase_ocp_request_duration_seconds",
            "How long HTTP requests to OCP took, in seconds."
        ) { ocp in
            Endpoint.allCases.compactMap { endpoint in
                ocp.statistics.durations[endpoint].map { (PollingLabels.endpoint(endpoint), $0) }
            }
        },
        .value(
            .gauge,
            "oceanbase_ocp_clock_offset_seconds",
            "OCP's clock minus ours in seconds, from /api/v2/time; signed requests are refused"
                + " beyond 900."
        ) { $0.statistics.clockOffset },
        .value(
            .gauge,
            "oceanbase_ocp_clock_offset_threshold_seconds",
            "Clock offset in seconds, in either direction, that is worth an alert; from the"
                + " configuration."
        ) { $0.clockOffsetThreshold },
        .value(
            .gauge,
            "oceanbase_ocp_rate_limit_limit",
            "Requests that OCP allows in a window (RateLimit-Limit); absent if OCP does not say."
        ) { $0.statistics.rateLimit?.limit },
        .value(
            .gauge,
            "oceanbase_ocp_rate_limit_remaining",
            "Requests left in the window (RateLimit-Remaining); absent if OCP does not say."
        ) { $0.statistics.rateLimit?.remaining },
        .value(
            .gauge,
            "oceanbase_ocp_rate_limit_reset_seconds",
            "Seconds until the window ends (RateLimit-Reset) as of the last answer; absent if OCP"
                + " does not say."
        ) { $0.statistics.rateLimit?.reset },
        .value(
            .gauge,
            "oceanbase_ocp_insecure_skip_verify",
            "1 if the certificate of this OCP is not verified; from the configuration."
        ) { $0.insecureSkipVerify ? 1 : 0 },
        .samples(
            .counter,
            "oceanbase_ocp_malformed_fields_total",
            "Fields of OCP's answers that were there and could not be used; each costs that field"
                + " only."
        ) { ocp in
            let counted = ocp.statistics.malformedFields
            let known = MalformedField.knownFields.map { ($0, counted[$0] ?? 0) }
            return PollingLabels.counts(counted.merging(known) { $1 })
        },
        .samples(
            .counter,
            "oceanbase_ocp_unknown_enum_values_total",
            "Values of OCP's fields that this version does not know; each is served as a series of"
                + " its own."
        ) { ocp in
            let counts = ocp.statistics.unknownEnumValues
            return overview.compactMap(\.stateField).map { field in
                (Labels(["field": field]), Double(counts[field] ?? 0))
            }
        },
    ]
}
