/// What one client, and all of them together, may cost.
package struct HTTPLimits: Sendable, Equatable {
    /// Connections at a time; the server keeps it below the limit of descriptors.
    package var maxConnections = 512
    /// Octets of a request line, without its CRLF.
    package var requestLine = 16 * 1024
    /// Octets of a whole head.
    package var head = 32 * 1024
    /// Fields of a head.
    package var fieldCount = 200
    /// The time in which a head must come, in total; on TLS the handshake counts too.
    package var headTime: Duration = .seconds(10)
    /// The time that a connection may wait for its next request.
    package var idleTime: Duration = .seconds(60)
    /// The time without progress after which an answer that is not taken, or not there yet, may be
    /// given up for a newcomer when all places are taken.
    package var stallTime: Duration = .seconds(1)
    /// The time in which a client must take at least one octet of an answer.
    package var writeStallTime: Duration = .seconds(10)
    /// Octets that are read and dropped so that an answer reaches a client that still sends; also
    /// the largest content that may be announced.
    package var discardedContent = 256 * 1024
    /// The time for which they are.
    package var lingerTime: Duration = .seconds(1)
    /// The time in which answers may be finished once the server stops.
    package var drainTime: Duration = .seconds(10)

    /// Makes the limits that design and documentation promise; callers change what they must.
    package init() {}
}
