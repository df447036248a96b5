import Synchronization

/// Lets the fleet publish pages that are made of it: each needs the other, and does not own it.
final class PublicationLatch: Sendable {
    private struct Link {
        weak var pages: PageStore?
    }

    private let link = Mutex(Link())

    /// Names the store; what was published before is published now.
    func connect(_ store: PageStore) {
        link.withLock { $0.pages = store }
    }

    /// Prepares the pages anew.
    func publish() {
        link.withLock { $0.pages }?.update()
    }
}
