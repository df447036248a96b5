import Dispatch

extension Application {
    /// Asks for a reload, as SIGHUP does; it follows those that were asked for before.
    ///
    /// - Parameter answer: takes what is wrong with the new configuration, or nil.
    func requestReload(_ answer: @escaping ReloadRequests.Answer = { _ in }) {
        reloads.add(answer)
    }

    /// Reloads whenever it is asked for, until the task is cancelled; on a thread that nobody waits
    /// for, as files may be on a file system that hangs.
    func reloadOnRequest() async {
        let queue = DispatchQueue(label: "reload")
        for await answer in reloads.stream {
            queue.async { answer(self.reload()) }
        }
    }

    /// Loads the configuration and the web configuration anew; a bad one leaves everything as it is.
    ///
    /// - Returns: what is wrong with them, or nil.
    private func reload() -> ConfigurationMistakes? {
        notifier.reloading()
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
            observation.configurationLoaded(successfully: true, at: time.now())
            logger.info("configuration loaded", ["ocps": String(settings.ocps.count)])
            return nil
        } catch {
            observation.configurationLoaded(successfully: false, at: time.now())
            for line in error.lines {
                logger.error("configuration not loaded; the last good one stays", ["err": line])
            }
            return error
        }
    }
}
