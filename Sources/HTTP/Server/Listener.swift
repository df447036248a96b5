import CEpoll
import Glibc
import Kernel
import Synchronization

/// A socket on which connections arrive.
final class Listener: Sendable {
    /// What came of an attempt to take a connection.
    enum Outcome {
        case accepted(Descriptor)
        /// Nobody is waiting.
        case none
        /// The client was gone before it was its turn.
        case aborted
        /// Nobody can be taken for now, as when descriptors have run out.
        case failed(SystemError)
    }

    /// Where it listens, with the port that the kernel chose.
    let address: ListenAddress
    /// The descriptor's number, to be watched.
    let number: Int32
    private let descriptor: Mutex<Descriptor?>
    private let isInherited: Bool

    /// Binds and listens.
    ///
    /// - Throws: ``HTTPServerError`` with the address and the reason.
    init(_ address: ListenAddress) throws(HTTPServerError) {
        let descriptor: Descriptor
        do throws(SystemError) {
            switch address {
            case .tcp(let host, let port):
                descriptor = try InternetSocket.bound(host: host, port: port)
            case .unix(let path, let mode):
                descriptor = try UnixSocket.bound(path: path, mode: mode)
            case .inherited(let number):
                descriptor = try Self.adopted(number)
            }
            guard listen(descriptor.number, 1024) == 0 else { throw .last }
        } catch {
            throw .cannotListen(address, reason: error.description)
        }
        number = descriptor.number
        if case .inherited = address { isInherited = true } else { isInherited = false }
        self.descriptor = Mutex(descriptor)
        self.address = InternetSocket.address(of: number) ?? address
    }

    /// Takes the next connection, set to non-blocking.
    func accept() -> Outcome {
        let flags = Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        while true {
            let number = accept4(number, nil, nil, flags)
            if number >= 0 { return .accepted(Descriptor(number)) }
            switch errno {
            case EINTR: continue
            case EAGAIN: return .none
            case ECONNABORTED, EPERM, EPROTO, ENOPROTOOPT, EOPNOTSUPP, ENETDOWN, ENETUNREACH,
                EHOSTDOWN, EHOSTUNREACH:
                // What accept(2) tells to treat as trouble of that one connection.
                return .aborted
            default: return .failed(.last)
            }
        }
    }

    /// Closes the socket, whoever still holds the listener, and removes it from the file system.
    func close() {
        descriptor.withLock { descriptor in
            // A child that is being started holds a copy for a moment, and would keep it listening.
            // Who handed us a socket, as systemd does, goes on with it.
            if !isInherited, let descriptor { shutdown(descriptor.number, Int32(SHUT_RDWR)) }
            descriptor = nil
        }
        if case .unix(let path, _) = address { UnixSocket.remove(path) }
    }

    private static func adopted(_ number: Int32) throws(SystemError) -> Descriptor {
        var isListening: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(number, SOL_SOCKET, SO_ACCEPTCONN, &isListening, &size) == 0 else {
            throw .last
        }
        guard isListening == 1 else { throw SystemError(code: EINVAL) }
        let flags = fcntl(number, F_GETFL)
        guard flags >= 0, fcntl(number, F_SETFL, flags | O_NONBLOCK) == 0,
            fcntl(number, F_SETFD, FD_CLOEXEC) == 0
        else { throw .last }
        InternetSocket.disableDelay(number)
        return Descriptor(number)
    }
}

/// Why a server could not start.
package enum HTTPServerError: Error, CustomStringConvertible {
    /// An address could not be listened on.
    case cannotListen(ListenAddress, reason: String)
    /// The kernel gave no epoll descriptor or event counter.
    case noEventLoop(reason: String)
    /// It was started before.
    case alreadyStarted

    package var description: String {
        switch self {
        case .cannotListen(let address, let reason): "cannot listen on \(address): \(reason)"
        case .noEventLoop(let reason): "cannot make an event loop: \(reason)"
        case .alreadyStarted: "the server was started before"
        }
    }
}
