/// The target of a request line, in each of its four forms (RFC 9112 section 3.2).
struct RequestTarget: Equatable {
    /// The path, decoded and without dot segments, or `*`.
    var path: String
    /// What follows the first question mark, undecoded.
    var query: String?

    /// Reads a target.
    ///
    /// - Throws: `malformed` for octets that a target cannot hold or a form that the method does
    ///   not allow; `notImplemented` for `CONNECT`, which alone uses the authority form.
    init(_ octets: Span<UInt8>, method: String) throws(RequestError) {
        if method == "CONNECT" {
            guard HostAndPort.isValid(octets) else {
                throw .malformed("the target of CONNECT is no authority")
            }
            throw .notImplemented("the method CONNECT")
        }
        guard octets.count > 0 else { throw .malformed("the target is empty") }
        if octets[0] == UInt8(ascii: "/") {
            self = try Self.origin(octets)
        } else if octets.count == 1, octets[0] == UInt8(ascii: "*") {
            guard method == "OPTIONS" else { throw .malformed("the target * is for OPTIONS only") }
            self.init(path: "*")
        } else {
            self = try Self.absolute(octets)
        }
    }

    private init(path: String, query: String? = nil) {
        self.path = path
        self.query = query
    }

    /// Reads `absolute-path [ "?" query ]`.
    private static func origin(_ octets: Span<UInt8>) throws(RequestError) -> RequestTarget {
        let mark = octets.firstIndex(of: UInt8(ascii: "?"))
        let path = octets.extracting(0..<(mark ?? octets.count))
        guard OctetSet.path.containsAll(path) else {
            throw .malformed("the path holds an octet that must be percent-encoded")
        }
        var query: String?
        if let mark {
            let rest = octets.extracting((mark + 1)...)
            guard OctetSet.query.containsAll(rest), PercentCoding.isValid(rest) else {
                throw .malformed("the query holds an octet that must be percent-encoded")
            }
            query = rest.text
        }
        return RequestTarget(path: try decoded(path), query: query)
    }

    /// Reads `http://authority path-abempty [ "?" query ]`, as a proxy would be asked.
    private static func absolute(_ octets: Span<UInt8>) throws(RequestError) -> RequestTarget {
        let schemeLength: Int
        if octets.count > 7, octets.extracting(0..<7).isText("http://") {
            schemeLength = 7
        } else if octets.count > 8, octets.extracting(0..<8).isText("https://") {
            schemeLength = 8
        } else {
            throw .malformed("the target is neither a path nor an http URI")
        }
        let rest = octets.extracting(schemeLength...)
        var end = 0
        while end < rest.count, rest[end] != UInt8(ascii: "/"), rest[end] != UInt8(ascii: "?") {
            end += 1
        }
        guard HostAndPort.isValid(rest.extracting(0..<end)) else {
            throw .malformed("the target's authority is not valid")
        }
        let local = rest.extracting(end...)
        if local.count == 0 { return RequestTarget(path: "/") }
        if local[0] == UInt8(ascii: "/") { return try origin(local) }
        let query = local.extracting(1...)
        guard OctetSet.query.containsAll(query), PercentCoding.isValid(query) else {
            throw .malformed("the query holds an octet that must be percent-encoded")
        }
        return RequestTarget(path: "/", query: query.text)
    }

    /// Decodes a path and takes the dot segments out.
    private static func decoded(_ path: Span<UInt8>) throws(RequestError) -> String {
        guard needsWork(path) else { return path.text }
        guard let octets = PercentCoding.decode(path) else {
            throw .malformed("the path holds an invalid percent-encoding")
        }
        guard !octets.contains(0) else { throw .malformed("the path holds a NUL") }
        return String(decoding: withoutDotSegments(octets), as: UTF8.self)
    }

    /// Tells whether a path holds a percent sign, or a dot that begins a segment.
    private static func needsWork(_ path: Span<UInt8>) -> Bool {
        var previous = UInt8(ascii: "/")
        for index in path.indices {
            let octet = path[index]
            if octet == UInt8(ascii: "%") { return true }
            if octet == UInt8(ascii: "."), previous == UInt8(ascii: "/") { return true }
            previous = octet
        }
        return false
    }

    /// Removes `.` and `..` segments (RFC 3986 section 5.2.4), after decoding so that no spelling
    /// of them is left.
    private static func withoutDotSegments(_ octets: [UInt8]) -> [UInt8] {
        var segments: [ArraySlice<UInt8>] = []
        let all = octets.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        for (index, segment) in all.enumerated().dropFirst() {
            let isLast = index == all.count - 1
            if segment.elementsEqual("..".utf8) {
                _ = segments.popLast()
                if isLast { segments.append([]) }
            } else if segment.elementsEqual(".".utf8) {
                if isLast { segments.append([]) }
            } else {
                segments.append(segment)
            }
        }
        return segments.reduce(into: []) { path, segment in
            path.append(UInt8(ascii: "/"))
            path.append(contentsOf: segment)
        }
    }
}
