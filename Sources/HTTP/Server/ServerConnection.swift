/// One connection as the event loop holds it: the machine that decides, and the socket.
final class ServerConnection {
    /// The name under which epoll and answers know it; never used again for another connection.
    let token: UInt64
    var stream: ByteStream
    var machine: ConnectionMachine
    /// See ``HTTPRequest/client``.
    let client: [UInt8]
    /// The number of the request that is being answered.
    var serial: UInt64 = 0
    /// Reading may bring something; the kernel tells only of changes.
    var isReadable = false
    /// Writing may be possible.
    var isWritable = true
    /// The peer has said that it sends no more.
    var isEnded = false
    /// It waits in the loop's list of those that used up their share of a turn.
    var isQueued = false
    var isClosed = false

    init(token: UInt64, stream: ByteStream, machine: ConnectionMachine, client: [UInt8]) {
        self.token = token
        self.client = client
        self.stream = stream
        self.machine = machine
    }

    /// What the loop does for this request must reach this connection and no other.
    var ticket: LoopMail.Ticket { LoopMail.Ticket(connection: token, serial: serial) }
}
