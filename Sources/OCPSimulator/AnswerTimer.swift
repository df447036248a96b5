import Dispatch

/// Runs work later, off the caller's thread; tests put one in that they wind by hand.
package struct AnswerTimer: Sendable {
    /// Runs the work after so many milliseconds.
    let schedule: @Sendable (Int64, @escaping @Sendable () -> Void) -> Void

    /// Makes a timer of a function that takes milliseconds and the work.
    package init(
        schedule: @escaping @Sendable (Int64, @escaping @Sendable () -> Void) -> Void
    ) {
        self.schedule = schedule
    }

    /// The timer of Dispatch.
    package static let dispatch = AnswerTimer { milliseconds, work in
        let queue = DispatchQueue.global()
        guard milliseconds > 0 else { return queue.async(execute: work) }
        let limited = Int(min(milliseconds, Int64(Int32.max)))
        queue.asyncAfter(deadline: .now() + .milliseconds(limited), execute: work)
    }
}
