extension Application {
    /// Loads the configuration and the web configuration anew; a bad one leaves everything as it is.
    ///
    /// - Returns: what is wrong with them, or nil.
    @discardableResult
    package func reload() -> ConfigurationMistakes? {
        notifier.reloading(at: time.uptime())
        let lines = (reloadSettings()?.lines ?? []) + (web?.reload()?.lines ?? [])
        notifier.ready(
            status + (lines.isEmpty ? "" : "; the new configuration cannot be used: see the log")
        )
        return lines.isEmpty ? nil : ConfigurationMistakes(lines: lines)
    }

    private func reloadSettings() -> ConfigurationMistakes? {
        do throws(ConfigurationMistakes) {
            let settings = try loader.load()
            fleet.apply(settings.ocps, thresholds: settings.thresholds)
            selfMetrics.configurationLoaded(successfully: true, at: time.now())
            logger.info("configuration loaded", ["ocps": String(settings.ocps.count)])
            return nil
        } catch {
            selfMetrics.configurationLoaded(successfully: false, at: time.now())
            for line in error.lines {
                logger.error("configuration not loaded; the last good one stays", ["err": line])
            }
            return error
        }
    }
}
