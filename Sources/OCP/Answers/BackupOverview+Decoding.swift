import JSON

extension BackupOverview {
    /// Reads what can be read of an overview.
    init(_ object: JSONElement, _ reader: inout FieldReader) {
        self.init()
        clusterId = reader.positiveInteger("clusterId", in: object)
        obClusterId = reader.identifier("obClusterId", in: object)
        clusterName = reader.name("clusterName", in: object)
        tenantName = reader.name("tenantName", in: object)
        obVersion = reader.name("obVersion", in: object)
        obClusterType = reader.state("obClusterType", in: object)
        obClusterStatus = reader.state("obClusterStatus", in: object)
        compactionStatus = reader.state("compactionStatus", in: object)
        obClusterBackupStatus = reader.state("obClusterBackupStatus", in: object)
        backupDimension = reader.state("backupDimension", in: object)
        backupScheduleStatus = reader.state("backupScheduleStatus", in: object)
        primaryAndStandbyMode = reader.flag("primaryAndStandbyMode", in: object)
        let ability = reader.object("obBackupAbility", in: object)
        backupAbility = reader.state("backupAbility", in: ability)
        backupMode = reader.state("backupMode", in: ability)
        let support = reader.object("obDataBackupSupportAbility", in: ability)
        fullBackupEnabled = reader.flag("fullBackupEnabled", in: support)
        incrementBackupEnabled = reader.flag("incrementBackupEnabled", in: support)
        canDoIncrementalBackup = reader.flag("canDoIncrementalBackup", in: support)
        lastDataBackupTime = reader.time("lastDataBackupTime", in: object)
        latestLogBackupCheckpoint = reader.time("latestLogBackupCheckpoint", in: object)
        logBackupDelaySeconds = reader.number("logBackupDelaySeconds", in: object)
        backupSizeBytes = Self.size(in: object, &reader)
    }

    /// Reads `backupSize` × `obStorageVolumeUnit`; a size without a known unit is nothing.
    private static func size(in object: JSONElement, _ reader: inout FieldReader) -> Double? {
        let value = reader.value("obStorageVolumeUnit", in: object)
        guard let size = reader.number("backupSize", in: object) else { return nil }
        guard size >= 0 else {
            reader.note("backupSize", "\(size) is negative")
            return nil
        }
        guard let value else {
            reader.note("obStorageVolumeUnit", "there is a backupSize without a unit")
            return nil
        }
        let word = value.string?.trimmingASCIISpace().uppercased() ?? ""
        guard let unit = VolumeUnit(rawValue: word) else {
            reader.note(
                "obStorageVolumeUnit",
                "\(reader.excerpt(value)) is not a unit from B to PB"
            )
            return nil
        }
        let bytes = size * unit.factor
        guard bytes.isFinite else {
            reader.note("backupSize", "\(size) \(word) is too large")
            return nil
        }
        return bytes == 0 ? 0 : bytes
    }
}

/// The units of `obStorageVolumeUnit`.
///
/// The manual does not give their base; OCP's open sibling, OCP Express, converts with 1024.
enum VolumeUnit: String {
    case bytes = "B"
    case kilobytes = "KB"
    case megabytes = "MB"
    case gigabytes = "GB"
    case terabytes = "TB"
    case petabytes = "PB"

    /// How many bytes one is.
    var factor: Double {
        switch self {
        case .bytes: 1
        case .kilobytes: 0x1p10
        case .megabytes: 0x1p20
        case .gigabytes: 0x1p30
        case .terabytes: 0x1p40
        case .petabytes: 0x1p50
        }
    }
}
