import Exposition
import HTTP

/// The part of a page that is the same for all scrapes until the next round, ready to be sent.
enum PreparedPage: Sendable {
    /// As it is, in pieces.
    case identity([[UInt8]])
    /// Compressed, open at its end.
    case gzip(GzipPrefix)

    /// zlib's level: on a page of metrics 6 takes three times as long as 1, once a round, and makes
    /// the page a sixth smaller, for every scrape.
    static let level: Int32 = 6

    /// Renders a page, and compresses it while it is being rendered, so that the uncompressed bytes
    /// of a large page need not be held.
    init(_ variant: PageStore.Variant, write: (inout ExpositionWriter) -> Void) {
        if variant.isCompressed {
            let gzip = GzipWriter(level: Self.level)
            var writer = ExpositionWriter(format: variant.format) { gzip.append($0) }
            write(&writer)
            writer.flush()
            self = .gzip(gzip.finishPrefix())
        } else {
            self = .identity(Self.pieces(variant.format, write: write))
        }
    }

    /// Renders bytes as they are.
    ///
    /// - Parameters:
    ///   - format: the format.
    ///   - pieceSize: how long a piece is at most.
    ///   - write: writes families.
    /// - Returns: the bytes in pieces.
    static func pieces(
        _ format: ExpositionFormat,
        pieceSize: Int = ExpositionWriter.pieceSize,
        write: (inout ExpositionWriter) -> Void
    ) -> [[UInt8]] {
        final class Pieces { var all: [[UInt8]] = [] }
        let pieces = Pieces()
        var writer = ExpositionWriter(format: format, pieceSize: pieceSize) { span in
            pieces.all.append(
                unsafe [UInt8](unsafeUninitializedCapacity: span.count) { buffer, count in
                    unsafe span.withUnsafeBufferPointer { source in
                        _ = unsafe buffer.initialize(from: source)
                    }
                    count = span.count
                }
            )
        }
        write(&writer)
        writer.flush()
        return pieces.all
    }

    /// The body of an answer: this page and a fresh tail behind it.
    func body(with tail: [[UInt8]]) -> [[UInt8]] {
        switch self {
        case .identity(let pieces): pieces + tail
        case .gzip(let prefix):
            [prefix.bytes, prefix.ending(with: tail.count == 1 ? tail[0] : Array(tail.joined()))]
        }
    }

    /// How many bytes are held.
    var size: Int {
        switch self {
        case .identity(let pieces): pieces.reduce(0) { $0 + $1.count }
        case .gzip(let prefix): prefix.bytes.count
        }
    }
}
