import CEpoll
import Glibc
package import Synchronization

/// What other threads have for a thread that waits with ``Epoll``, and the bell that wakes it.
///
/// The bell is rung only while that thread sleeps: what it posts to itself, and what comes while it
/// works, costs no system call.
package final class Mailbox<Mail: Sendable>: Sendable {
    @usableFromInline
    struct State {
        @usableFromInline var mail: Mail
        @usableFromInline var isAsleep = false

        @usableFromInline
        init(mail: Mail) {
            self.mail = mail
        }
    }

    @usableFromInline let state: Mutex<State>
    private let bell: Descriptor

    /// The descriptor to watch; it is readable after the bell was rung.
    package var bellNumber: Int32 { bell.number }

    /// Makes a mailbox with what is in it at the beginning.
    ///
    /// - Throws: the error of the kernel if it has no descriptor to give.
    package init(_ mail: Mail) throws(SystemError) {
        bell = try Descriptor(checking: eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK)))
        state = Mutex(State(mail: mail))
    }

    /// Adds something, and wakes the thread if it sleeps.
    @inlinable
    package func post<Result: Sendable>(_ add: (inout Mail) -> Result) -> Result {
        let (result, wasAsleep) = state.withLock { state in
            let result = add(&state.mail)
            defer { state.isAsleep = false }
            return (result, state.isAsleep)
        }
        if wasAsleep { ring() }
        return result
    }

    /// Takes something out.
    @inlinable
    package func take<Result: Sendable>(_ take: (inout Mail) -> Result) -> Result {
        state.withLock { take(&$0.mail) }
    }

    /// Tells whether the thread may sleep, which it may if there is nothing for it; from then on the
    /// bell is rung.
    @inlinable
    package func sleeps(if isEmpty: (Mail) -> Bool) -> Bool {
        state.withLock { state in
            state.isAsleep = isEmpty(state.mail)
            return state.isAsleep
        }
    }

    /// Takes note that the thread is awake.
    @inlinable
    package func wake() {
        state.withLock { $0.isAsleep = false }
    }

    /// Silences the bell.
    package func silence() {
        var count: UInt64 = 0
        unsafe _ = read(bell.number, &count, 8)
    }

    @usableFromInline
    func ring() {
        var one: UInt64 = 1
        unsafe _ = write(bell.number, &one, 8)
    }
}
