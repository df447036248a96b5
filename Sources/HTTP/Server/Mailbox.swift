import CEpoll
import Glibc
import Synchronization

/// What other threads have for the event loop, and the bell that wakes it.
///
/// Handlers answer through it too, even when they answer at once on the loop: the bell is rung
/// only while the loop sleeps, so that costs no system call.
final class Mailbox: Sendable {
    /// Which request of which connection is meant.
    struct Ticket: Sendable, Equatable {
        /// The connection's token.
        let connection: UInt64
        /// The number of the request on its connection.
        let serial: UInt64
    }

    /// An answer that was given later, or on another thread.
    struct Answer: Sendable {
        let ticket: Ticket
        let response: HTTPResponse
    }

    private struct State {
        var answers: [Answer] = []
        var probes: [@Sendable () -> Void] = []
        var stops = false
        var isAwake = true
    }

    private let state = Mutex(State())
    private let bell: Descriptor

    /// The descriptor to watch; it is readable after the bell was rung.
    var bellNumber: Int32 { bell.number }

    init() throws(SystemError) {
        let number = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard number >= 0 else { throw .last }
        bell = Descriptor(number)
    }

    /// Brings an answer.
    func post(_ response: HTTPResponse, for ticket: Ticket) {
        post { $0.answers.append(Answer(ticket: ticket, response: response)) }
    }

    /// Has a closure called on the loop.
    func post(probe: @escaping @Sendable () -> Void) {
        post { $0.probes.append(probe) }
    }

    /// Asks the loop to finish.
    func postStop() {
        post { $0.stops = true }
    }

    private func post(_ change: (inout State) -> Void) {
        let wasAsleep = state.withLock { state in
            change(&state)
            defer { state.isAwake = true }
            return !state.isAwake
        }
        guard wasAsleep else { return }
        var one: UInt64 = 1
        _ = write(bell.number, &one, 8)
    }

    /// Takes the answer to a ticket if it is there already, as it is when the handler did not wait.
    func takeAnswer(for ticket: Ticket) -> HTTPResponse? {
        state.withLock { state in
            guard let index = state.answers.firstIndex(where: { $0.ticket == ticket }) else {
                return nil
            }
            return state.answers.remove(at: index).response
        }
    }

    /// Takes all there is.
    func takeAll() -> (answers: [Answer], probes: [@Sendable () -> Void], stops: Bool) {
        state.withLock { state in
            defer {
                if !state.answers.isEmpty { state.answers = [] }
                if !state.probes.isEmpty { state.probes = [] }
            }
            return (state.answers, state.probes, state.stops)
        }
    }

    /// Tells whether the loop, which perhaps knows already that it has to stop, may sleep; from
    /// then on the bell is rung.
    func sleeps(isStopping: Bool) -> Bool {
        state.withLock { state in
            guard state.answers.isEmpty, state.probes.isEmpty, state.stops == isStopping else {
                return false
            }
            state.isAwake = false
            return true
        }
    }

    /// Takes note that the loop is awake.
    func wake() {
        state.withLock { $0.isAwake = true }
    }

    /// Silences the bell.
    func silence() {
        var count: UInt64 = 0
        _ = read(bell.number, &count, 8)
    }
}
