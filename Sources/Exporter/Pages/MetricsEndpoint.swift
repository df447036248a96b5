import HTTP

/// Answers scrapes: the prepared page of the variant that was asked for, and a fresh tail.
struct MetricsEndpoint: HTTPHandler {
    let pages: PageStore
    let observation: SelfObservation
    private let negotiations = NegotiationMemory()

    /// What a tail takes, with room for answers that nobody expects.
    private static let tailSize = 16 * 1024

    init(pages: PageStore, observation: SelfObservation) {
        self.pages = pages
        self.observation = observation
    }

    func handle(_ request: HTTPRequest, answer: @escaping @Sendable (HTTPResponse) -> Void) {
        let choice = negotiations.choice(for: request.fields)
        let variant = PageStore.Variant(
            format: choice.format,
            isCompressed: choice.isCompressed
        )
        pages.page(variant) { page in
            let tail = PreparedPage.pieces(choice.format, pieceSize: Self.tailSize) {
                observation.write(to: &$0)
            }
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
