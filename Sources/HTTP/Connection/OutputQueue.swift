import Glibc

/// Octets to be sent, in pieces that are shared with whoever made them and never copied together.
struct OutputQueue {
    private var pieces: [[UInt8]] = []
    private var first = 0
    private var offset = 0
    /// Octets that are still to be sent.
    private(set) var count = 0

    /// Tells whether everything was sent.
    var isEmpty: Bool { count == 0 }

    /// Appends a piece.
    mutating func append(_ piece: [UInt8]) {
        guard !piece.isEmpty else { return }
        pieces.append(piece)
        count += piece.count
    }

    /// Drops octets from the front that were sent.
    mutating func consume(_ sent: Int) {
        var left = min(sent, count)
        count -= left
        while left > 0 {
            let rest = pieces[first].count - offset
            guard left >= rest else {
                offset += left
                return
            }
            left -= rest
            offset = 0
            // The piece is let go at once: a page of megabytes must not live on in an idle queue.
            pieces[first] = []
            first += 1
        }
        if first == pieces.count {
            pieces.removeAll(keepingCapacity: true)
            first = 0
        }
    }

    /// Calls the body with the next octets as vectors for `sendmsg`.
    ///
    /// - Parameters:
    ///   - limit: the most octets to offer, so that one connection does not hold up the others.
    ///   - body: takes the vectors, which are valid while it runs.
    /// - Returns: what the body returns.
    func withVectors<Result>(
        limit: Int,
        _ body: (UnsafeMutableBufferPointer<iovec>) -> Result
    ) -> Result {
        withUnsafeTemporaryAllocation(of: iovec.self, capacity: Self.maxVectors) { vectors in
            fill(vectors, from: 0, piece: first, offset: offset, limit: limit, body)
        }
    }

    /// Adds a vector and calls itself for the next piece, so that every array is pinned meanwhile.
    private func fill<Result>(
        _ vectors: UnsafeMutableBufferPointer<iovec>,
        from index: Int,
        piece: Int,
        offset: Int,
        limit: Int,
        _ body: (UnsafeMutableBufferPointer<iovec>) -> Result
    ) -> Result {
        guard index < vectors.count, piece < pieces.count, limit > 0 else {
            return body(UnsafeMutableBufferPointer(rebasing: vectors[0..<index]))
        }
        return pieces[piece].withUnsafeBytes { octets in
            let length = min(octets.count - offset, limit)
            let base = UnsafeMutableRawPointer(mutating: octets.baseAddress)
            vectors.initializeElement(
                at: index,
                to: iovec(iov_base: base.map { $0 + offset }, iov_len: length)
            )
            return fill(
                vectors,
                from: index + 1,
                piece: piece + 1,
                offset: 0,
                limit: limit - length,
                body
            )
        }
    }

    /// More pieces than an answer usually has: head, page and tail of a few pipelined ones.
    private static let maxVectors = 16
}
