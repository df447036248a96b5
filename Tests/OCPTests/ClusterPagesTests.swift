import Synchronization
import Testing

@testable import OCP

/// Pages of the list of clusters that are asked for at the same time.
@Suite struct ClusterPagesTests {
    /// Answers the first page at once, and of the others so many together, the latest first.
    final class Crowd: Transport {
        private struct State {
            var waiting: [CheckedContinuation<Void, Never>] = []
            var inFlight = 0
            var mostInFlight = 0
            var sent: [Int] = []
        }

        private let state = Mutex(State())
        private let size: Int
        private let lastPage: Int

        init(size: Int, lastPage: Int) {
            self.size = size
            self.lastPage = lastPage
        }

        /// The most requests that were there at the same time.
        var mostInFlight: Int { state.withLock { $0.mostInFlight } }
        /// The pages that were asked for.
        var sent: [Int] { state.withLock { $0.sent } }

        func send(_ request: TransportRequest) async throws -> TransportResponse {
            let digits = request.target.firstMatch(of: /page=(\d+)&/)?.1
            let page = digits.flatMap { Int($0) } ?? -1
            state.withLock { state in
                state.sent.append(page)
                state.inFlight += 1
                state.mostInFlight = max(state.mostInFlight, state.inFlight)
            }
            if page > 1 { await waitForOthers() }
            state.withLock { $0.inFlight -= 1 }
            let first = (page - 1) * 200 + 1
            let counts = "\"totalPages\":\(lastPage),\"totalElements\":\(200 * lastPage)"
            let body = ClusterListTests.page(first..<first + 200, counts)
            return .text(body)
        }

        private func waitForOthers() async {
            await withCheckedContinuation { continuation in
                let crowd = state.withLock { state in
                    state.waiting.append(continuation)
                    guard state.waiting.count == size else {
                        return [CheckedContinuation<Void, Never>]()
                    }
                    defer { state.waiting = [] }
                    return state.waiting
                }
                guard !crowd.isEmpty else { return }
                Task {
                    // One too many would come now.
                    for _ in 0..<100 { await Task.yield() }
                    for waiting in crowd.reversed() { waiting.resume() }
                }
            }
        }
    }

    @Test(.timeLimit(.minutes(15)), arguments: [2, 5])
    func asksForAsManyAsItMay(limit: Int) async throws {
        let lastPage = 1 + 3 * limit
        let crowd = Crowd(size: limit, lastPage: lastPage)
        let client = try OCPClient.fake(transport: crowd)
        let list = try await client.clusters(inFlight: { limit })
        #expect(list.value.map(\.id) == (1...200 * lastPage).map { Int64($0) })
        #expect(crowd.mostInFlight == limit)
        #expect(crowd.sent.first == 1)
        #expect(crowd.sent.sorted() == Array(1...lastPage))
    }
}
