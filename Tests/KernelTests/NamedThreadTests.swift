import Glibc
import Testing

@testable import Kernel

struct NamedThreadTests {
    /// A signal that ends the program, or SIGPIPE, which would kill it, must not come to a thread
    /// that works; what tells of a crash must.
    @Test
    func leavesSignalsToTheMainThread() async throws {
        let (masks, told) = AsyncStream.makeStream(of: [Int32: Bool].self)
        try NamedThread.start("signals") {
            var blocked = sigset_t()
            unsafe pthread_sigmask(SIG_BLOCK, nil, &blocked)
            let signals = [SIGTERM, SIGINT, SIGHUP, SIGPIPE, SIGSEGV, SIGABRT, SIGILL]
            told.yield(
                Dictionary(
                    uniqueKeysWithValues: signals.map {
                        ($0, unsafe sigismember(&blocked, $0) == 1)
                    }
                )
            )
        }
        var first = masks.makeAsyncIterator()
        let mask = try #require(await first.next())
        #expect(Set(mask.filter(\.value).keys) == [SIGTERM, SIGINT, SIGHUP, SIGPIPE])
    }
}
