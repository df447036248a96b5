import Kernel

/// What other threads have for the event loop.
struct LoopMail: Sendable {
    /// Which request of which connection is meant.
    struct Ticket: Sendable, Equatable {
        /// The connection's token.
        let connection: UInt64
        /// The number of the request on its connection.
        let serial: UInt64
    }

    /// Answers that were given later, or on another thread.
    var answers: [(ticket: Ticket, response: HTTPResponse)] = []
    /// What is to be called on the loop.
    var probes: [@Sendable () -> Void] = []
    /// True once the loop has to finish.
    var stops = false
}

/// The loop's mailbox; handlers answer through it too, even when they answer at once on the loop.
typealias LoopMailbox = Mailbox<LoopMail>

extension Mailbox<LoopMail> {
    /// Brings an answer.
    func post(_ response: HTTPResponse, for ticket: LoopMail.Ticket) {
        post { $0.answers.append((ticket, response)) }
    }

    /// Takes the answer to a ticket if it is there already, as it is when the handler did not wait.
    func takeAnswer(for ticket: LoopMail.Ticket) -> HTTPResponse? {
        take { mail in
            guard let index = mail.answers.firstIndex(where: { $0.ticket == ticket }) else {
                return nil
            }
            return mail.answers.remove(at: index).response
        }
    }

    /// Takes all there is; the wish to stop stays.
    func takeAll() -> LoopMail {
        take { mail in
            defer {
                if !mail.answers.isEmpty { mail.answers = [] }
                if !mail.probes.isEmpty { mail.probes = [] }
            }
            return mail
        }
    }

    /// Tells whether the loop, which perhaps knows already that it has to stop, may sleep.
    func sleeps(isStopping: Bool) -> Bool {
        sleeps { $0.answers.isEmpty && $0.probes.isEmpty && $0.stops == isStopping }
    }
}
