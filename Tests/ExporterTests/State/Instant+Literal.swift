@testable import Exporter

/// A moment at which both clocks show the same, as most tests have it.
extension Instant: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    init(floatLiteral value: Double) { self.init(value) }

    init(integerLiteral value: Int) { self.init(Double(value)) }

    init(_ seconds: Double) { self.init(time: seconds, uptime: seconds) }
}
