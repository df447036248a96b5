extension TaskSubject {
    /// A data backup as the manual's `DataBackupHistoryWrapperTask`, with what samples add for
    /// OceanBase 4: the instant that can be restored to, and the duration in whole seconds.
    func row(_ backup: DataBackup) -> TaskRow {
        TaskRow(began: now - backup.age, order: order(backup.id)) {
            var properties = properties
            properties["taskId"] = .integer(backup.id)
            properties["backupSetId"] = .integer(backup.id)
            properties["dataBackupTaskType"] = .string(
                backup.isFull ? "FULL_BACKUP" : "INCREMENTAL_BACKUP"
            )
            properties["status"] = .string(backup.status)
            properties["startTime"] = instant(backup.age)
            properties["errorMsg"] = .string(backup.message)
            properties["backupUri"] = .string(uri("data"))
            guard let duration = backup.duration else { return .properties(properties) }
            properties["finishTime"] = instant(backup.age - duration)
            guard tenant != nil else { return .properties(properties) }
            properties["duration"] = .integer(duration / 1000)
            if backup.status == "DONE" {
                properties["snapshotVersionTime"] = instant(backup.age - duration + 70)
            }
            return .properties(properties)
        }
    }

    /// A round of a log archive as the manual's `LogBackupWrapperTask`.
    func row(_ round: LogRound) -> TaskRow {
        // The round began at the same instant whenever it is asked for, and so does its order.
        TaskRow(began: now - round.age, order: order(round.status == "STOPPED" ? 0 : 1)) {
            var properties = properties
            properties["status"] = .string(round.status)
            properties["createTime"] = localInstant(round.age)
            properties["checkpoint"] = localInstant(round.delay)
            properties["delay"] = .raw(Self.seconds(round.delay))
            properties["errorMsg"] = round.message.map(JSONValue.string)
            properties["agentServerIp"] = .string("192.0.2.\(cluster.index * 3 % 254 + 1)")
            properties["backupUri"] = .string(uri("clog"))
            return .properties(properties)
        }
    }

    /// A restore as the list of restore tasks shows it, and what its sample adds for OceanBase 4.
    func row(_ restore: Restore) -> TaskRow {
        TaskRow(began: now - restore.age, order: order(restore.id)) {
            let status = restore.isSuccessful ? "RESTORE_SUCCESS" : "RESTORE_FAIL"
            var properties: JSONProperties = [:]
            properties["id"] = .integer(restore.id)
            properties["ocpJobId"] = .integer(-1)
            properties["backupMode"] = .string("PHYSICAL_BACKUP")
            properties["backupClusterId"] = .integer(cluster.id)
            properties["backupClusterName"] = .string(cluster.name)
            properties["backupObClusterId"] = .integer(cluster.obClusterId)
            properties["backupTenantId"] = .integer(restore.tenant.id)
            properties["backupObTenantId"] = .integer(restore.tenant.obTenantId)
            properties["backupTenantName"] = .string(restore.tenant.name)
            properties["restoreClusterId"] = .integer(cluster.id)
            properties["restoreClusterName"] = .string(cluster.name)
            properties["restoreObClusterId"] = .integer(cluster.obClusterId)
            properties["restoreTenantName"] = .string(restore.tenant.name + "_drill")
            properties["restorePoolListStr"] = .string("pool_drill")
            properties["restoreUri"] = .string(uri("data"))
            properties["createTime"] = .string(WireTime.date(now - restore.age))
            properties["restoreEndTime"] = .string(
                WireTime.date(now - restore.age - 10 * Span.minute)
            )
            let isFinished = restore.duration != nil
            // No manual has a word for this; it lies beyond those that are known.
            properties["status"] = .string(isFinished ? status : "RESTORE_RUNNING")
            properties["errorMsg"] = .string("")
            if let duration = restore.duration {
                properties["finishTime"] = .string(WireTime.date(now - restore.age + duration))
                if !restore.isSuccessful {
                    properties["errorMsg"] = .string(
                        TaskMessage.failure(in: cluster, task: restore.id, "restore tenant failed")
                    )
                }
            }
            if cluster.isBackedUpByTenant {
                properties["finished"] = .boolean(isFinished)
                properties["successful"] = .boolean(isFinished && restore.isSuccessful)
            }
            return .properties(properties)
        }
    }

    private func order(_ id: Int64) -> UInt64 {
        StableHash(
            seed: tenant?.hash.number(.round) ?? cluster.hash.number(.round),
            index: UInt64(bitPattern: id)
        ).number(.task)
    }

    /// Seconds with four decimals, of which the last is never 0.
    private static func seconds(_ milliseconds: Int64) -> String {
        let (whole, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        return "\(whole)." + String(String(1000 + rest).dropFirst()) + "\(1 + rest % 9)"
    }
}
