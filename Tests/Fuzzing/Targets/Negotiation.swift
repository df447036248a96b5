import Exposition
import HTTP

@testable import Exporter

/// Each pair of fields gets a form, and its content type is a field value.
///
/// The octets up to the first line feed are `Accept`, the others `Accept-Encoding`.
func fuzzNegotiation(_ octets: [UInt8]) {
    let halves = octets.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
    var lines = [HTTPFields.Line("Accept", halves[0])]
    if halves.count > 1 { lines.append(HTTPFields.Line("Accept-Encoding", halves[1])) }
    let fields = HTTPFields(lines)
    let choice = ScrapeNegotiation.choose(fields)
    precondition(choice == ScrapeNegotiation.choose(fields), "the same question, another answer")
    let isText = choice.contentType.hasPrefix("text/plain; version=")
    let isOpenMetrics = choice.contentType.hasPrefix("application/openmetrics-text; version=")
    precondition(choice.format == .openMetrics ? isOpenMetrics : isText, choice.contentType)
    precondition(choice.contentType.utf8.allSatisfy { (0x20..<0x7F).contains($0) })
    precondition(!choice.isCompressed || halves.count > 1, "gzip, and nobody asked")
}
