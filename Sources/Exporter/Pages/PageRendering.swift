import Exposition
import HTTP

/// Renders a page, and compresses it while it is being rendered, so that the uncompressed bytes of a
/// large page need not be held.
enum PageRendering {
    /// zlib's level: on a page of metrics 6 is a third slower than 1 over a whole round but makes it
    /// a sixth smaller, for every scrape.
    static let level: Int32 = 6

    /// Renders what `write` writes.
    static func bytes(
        _ variant: PageStore.Variant,
        write: (inout ExpositionWriter) -> Void
    ) -> PageStore.Page {
        variant.isCompressed
            ? compressed(variant.format, level: level, write: write)
            : plain(variant.format, write: write)
    }

    /// Renders the fresh end of a page: small, and different for each scrape, so that it is only
    /// wrapped for gzip, not worth compressing hard.
    static func tail(
        _ variant: PageStore.Variant,
        write: (inout ExpositionWriter) -> Void
    ) -> PageStore.Page {
        variant.isCompressed
            ? compressed(variant.format, level: 1, write: write)
            : plain(variant.format, write: write)
    }

    private static func plain(
        _ format: ExpositionFormat,
        write: (inout ExpositionWriter) -> Void
    ) -> PageStore.Page {
        let pieces = Pieces()
        var writer = ExpositionWriter(format: format) { span in
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
        return pieces.all
    }

    private static func compressed(
        _ format: ExpositionFormat,
        level: Int32,
        write: (inout ExpositionWriter) -> Void
    ) -> PageStore.Page {
        let gzip = GzipWriter(level: level)
        var writer = ExpositionWriter(format: format) { gzip.append($0) }
        write(&writer)
        return [gzip.finish()]
    }

    /// Collects what the writer hands on.
    private final class Pieces {
        var all: PageStore.Page = []
    }
}
