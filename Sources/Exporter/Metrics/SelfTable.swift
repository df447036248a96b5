import Exposition
import HTTP

/// What the exporter tells of itself: the fresh part at the end of every page.
enum SelfTable {
    private static let prefix = "oceanbase_backup_exporter_"

    /// The rows, with one source.
    static let rows: [MetricRow<SelfReport>] = [
        .info(
            prefix + "build_info",
            "Always 1; the labels say the version, the revision and the compiler."
        ) { _ in build },
        .value(
            prefix + "shard_index",
            "Which shard of the clusters is polled here, from 0; 0 if they are not shared."
        ) { Double($0.shard.index) },
        .value(
            prefix + "shards",
            "How many exporters the clusters are shared among; 1 if they are not shared."
        ) { Double($0.shard.count) },
        .flag(
            prefix + "config_last_reload_successful",
            "1 if the last attempt to load the configuration succeeded, else 0."
        ) { $0.configuration.isSuccessful },
        .value(
            prefix + "config_last_reload_success_timestamp_seconds",
            "When the configuration was last loaded, in seconds since 1970."
        ) { $0.configuration.lastSuccess },
        .flag(
            prefix + "web_config_last_reload_successful",
            "1 if the last attempt to load the web configuration or a file that it names"
                + " succeeded, else 0; only with --web.config.file."
        ) { $0.web?.isSuccessful },
        .value(
            prefix + "web_config_last_reload_success_timestamp_seconds",
            "When the web configuration or a file that it names was last loaded, in seconds"
                + " since 1970; only with --web.config.file."
        ) { $0.web?.lastSuccess },
        .samples(
            prefix + "http_requests_total",
            kind: .counter,
            "HTTP requests answered, by handler and status code."
        ) { report, sample in
            for (labels, count) in report.answered { sample(labels, count) }
        },
        .value(prefix + "http_connections", "Open HTTP connections.") {
            Double($0.http.openConnections)
        },
        .samples(
            prefix + "http_connections_rejected_total",
            kind: .counter,
            "HTTP connections that were closed because of a limit or a malformed request."
        ) { report, sample in
            for (labels, entry) in zip(rejections, report.http.rejections) {
                sample(labels, Double(entry.count))
            }
        },
        .value(
            prefix + "page_render_duration_seconds",
            "How long it took to render and compress the prepared pages last, in seconds."
        ) { $0.pages.renderSeconds },
        .samples(
            prefix + "page_bytes",
            kind: .gauge,
            "Size in bytes of the part of each page that is held ready; 0 if nobody asked for it"
                + " lately."
        ) { report, sample in
            for (variant, labels) in variants {
                sample(labels, Double(report.pages.sizes[variant] ?? 0))
            }
        },
        .value(
            "process_cpu_seconds_total",
            kind: .counter,
            "Total user and system CPU time spent in seconds."
        ) { $0.process.cpuSeconds },
        .value("process_open_fds", "Number of open file descriptors.") {
            $0.process.openDescriptors
        },
        .value("process_max_fds", "Maximum number of open file descriptors.") {
            $0.process.mostDescriptors
        },
        .value("process_virtual_memory_bytes", "Virtual memory size in bytes.") {
            $0.process.virtualBytes
        },
        .value("process_resident_memory_bytes", "Resident memory size in bytes.") {
            $0.process.residentBytes
        },
        .value(
            "process_start_time_seconds",
            "Start time of the process since unix epoch in seconds."
        ) { $0.process.startTime },
        .value("process_threads", "Number of threads of the process.") { $0.process.threads },
    ]

    private static let build = Labels([
        "version": Version.number, "revision": Version.revision, "swift_version": Version.swift,
    ])

    private static let rejections = HTTPRejection.allCases.map { reason in
        Labels(["reason": reason.rawValue])
    }

    private static let variants = ExpositionFormat.allCases.flatMap { format in
        [false, true].map { isCompressed in
            (
                PageStore.Variant(format: format, isCompressed: isCompressed),
                Labels(["format": format.name, "encoding": isCompressed ? "gzip" : "identity"])
            )
        }
    }
}
