/// What an `Accept-Encoding` field admits (RFC 9110 section 12.5.3).
package enum AcceptEncoding {
    /// Whether to send gzip: it is admitted, and not liked less than no coding at all.
    ///
    /// - Parameter field: the field's value; nil if it is absent, which asks for no coding.
    /// - Returns: true for gzip. When neither is admitted the answer is sent as it is: 406 would help
    ///   nobody.
    package static func prefersGzip(_ field: String?) -> Bool {
        guard let field else { return false }
        let elements = WeightedList.parse(field)
        let weight = { (names: Set<String>) in
            elements.first { names.contains($0.name) }?.quality
        }
        let any = weight(["*"])
        let gzip = weight(["gzip", "x-gzip"]) ?? any ?? 0
        // Without a word about it, identity is acceptable, but less liked than what is named.
        let identity = weight(["identity"]) ?? (any == 0 ? 0 : nil)
        return gzip > 0 && gzip >= identity ?? 0
    }
}
