package import HTTP

/// Answers scrapes: the prepared page of the variant that was asked for, and a fresh tail.
package struct MetricsEndpoint: HTTPHandler {
    let pages: PageStore
    let selfMetrics: SelfMetrics

    package func handle(_ request: HTTPRequest, answer: @escaping @Sendable (HTTPResponse) -> Void)
    {
        let choice = ScrapeNegotiation.choose(request.fields)
        let variant = PageStore.Variant(
            format: choice.format,
            isCompressed: choice.isCompressed
        )
        pages.page(variant) { page in
            let tail = PreparedPage.pieces(choice.format) { selfMetrics.write(to: &$0) }
            var fields: HTTPFields = [
                .init("Content-Type", choice.contentType),
                .init("Vary", "Accept, Accept-Encoding"),
                .init("Cache-Control", "no-store"),
            ]
            if choice.isCompressed {
                fields.append("Content-Encoding", "gzip")
            }
            answer(HTTPResponse(status: 200, fields: fields, body: page.body(with: tail)))
        }
    }
}
