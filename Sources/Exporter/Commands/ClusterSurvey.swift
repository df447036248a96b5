import OCP

/// Asks clusters for their backup, some at a time, and stops when asking on would do harm.
struct ClusterSurvey {
    let client: OCPClient
    /// Requests in flight at most, once the credentials have been accepted.
    let concurrency: Int
    /// What counts as late, for the clusters of an OCP of this name.
    var thresholds = ThresholdRules()
    var ocp = ""
    var time: any TimeSource = SystemTime()

    /// Asks the clusters.
    ///
    /// - Parameters:
    ///   - clusters: which.
    ///   - isLetIn: whether the credentials are known to be accepted; if not, the requests go out
    ///     one by one until one is answered, so that wrong ones cost a single failed log-on.
    /// - Returns: what came of it.
    func run(_ clusters: [ClusterSummary], isLetIn: Bool) async -> SurveyResult {
        var result = SurveyResult(total: clusters.count)
        let finder = thresholds.finder(ocp: ocp)
        var rest = clusters[...]
        var isLetIn = isLetIn
        await withTaskGroup(of: (ClusterSummary, SurveyResult.Answer?).self) { group in
            var running = 0
            while true {
                while running < (isLetIn ? concurrency : 1), !isHopeless(result),
                    let cluster = rest.popFirst()
                {
                    group.addTask { (cluster, await ask(cluster)) }
                    running += 1
                }
                guard let (cluster, answer) = await group.next() else { break }
                running -= 1
                guard let answer else { continue }
                result.take(answer, of: cluster) { overviews in
                    let name = overviews.lazy.compactMap(\.clusterName).first ?? cluster.name
                    let thresholds = finder.thresholds(clusterName: name ?? "")
                    return Judgement.conditions(in: overviews, thresholds, now: time.now())
                }
                isLetIn = isLetIn || result.isLetIn
            }
        }
        result.unasked = rest.count
        return result
    }

    /// Each further failed log-on counts towards a lock-out, each further request towards a quota;
    /// and who waits for a hundred deadlines learns no more than from the first few.
    private func isHopeless(_ result: SurveyResult) -> Bool {
        result.failures[.unauthorized] != nil || result.failures[.throttled] != nil
            || result.silences >= max(2 * concurrency, 8)
    }

    /// Asks one cluster; nil if the task was cancelled.
    private func ask(_ cluster: ClusterSummary) async -> SurveyResult.Answer? {
        do {
            return .success(try await client.overview(of: cluster.id))
        } catch let error as OCPError {
            return .failure(error)
        } catch {
            return nil
        }
    }
}
