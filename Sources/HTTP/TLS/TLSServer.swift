import Kernel
import Synchronization

/// The TLS side of a server: the configuration in force, with its certificates.
///
/// Whoever makes or updates one waits for the files; handshakes never do.
package final class TLSServer: Sendable {
    private let context: Mutex<TLSContext>

    /// Reads the files that a configuration names.
    ///
    /// - Parameter configuration: what to speak.
    /// - Throws: ``TLSError`` that names the file and what is wrong with it.
    package init(_ configuration: TLSConfiguration) throws {
        context = Mutex(try TLSContext(configuration))
    }

    /// Reads the files that a configuration names, and puts both in force for the handshakes to come.
    ///
    /// - Parameter configuration: what to speak.
    /// - Throws: ``TLSError``; what was in force before stays.
    package func update(_ configuration: TLSConfiguration) throws {
        let next = try TLSContext(configuration)
        context.withLock { $0 = next }
    }

    /// Begins a session on a socket, or nil if there is no memory.
    func makeSession(on descriptor: Descriptor) -> TLSSession? {
        context.withLock { $0 }.makeSession(on: descriptor)
    }
}
