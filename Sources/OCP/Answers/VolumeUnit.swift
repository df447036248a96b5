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
