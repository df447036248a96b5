import OCP
import Synchronization

/// A permit that may be given back and taken again in the middle of a list.
final class Permit: Sendable {
    private let gate: OCPGate
    private let isHeld = Mutex(true)

    /// Takes charge of a permit that was taken.
    init(_ gate: OCPGate) {
        self.gate = gate
    }

    /// Gives the permit back, if it is held.
    func leave() {
        let wasHeld = isHeld.withLock { isHeld in
            defer { isHeld = false }
            return isHeld
        }
        if wasHeld { gate.leave() }
    }

    /// Takes it again.
    ///
    /// - Throws: what closed the gate; `CancellationError`.
    func enter() async throws {
        guard try await gate.enter(rank: 1, while: { true }) else {
            try check()
            throw Self.tooLate
        }
        isHeld.withLock { $0 = true }
    }

    /// Looks whether another page may be asked for.
    ///
    /// - Throws: what closed the gate; how long OCP asks to wait was heard then, and is not anew.
    func check() throws(OCPError) {
        guard var error = gate.closing?.error else { return }
        error.retryAfter = nil
        throw error
    }

    /// Why a list was not read to its end.
    static let tooLate = OCPError(
        reason: .timeout,
        message: "there was no time left to ask for the next page"
    )
}
