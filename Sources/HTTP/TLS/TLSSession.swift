import CEpoll
import COpenSSL
import Glibc
import Kernel

/// TLS on one connection, without ever blocking.
final class TLSSession {
    /// What came of an attempt to go on with the handshake.
    enum Handshake {
        case done
        /// The peer has to send, or to take, something first.
        case blocked
        case failed
        /// The peer spoke HTTP without TLS.
        case plainHTTP
    }

    private let session: OpaquePointer
    private let context: TLSContext
    private let descriptor: Descriptor
    /// The octets that a blocked write holds: it must be tried again with no fewer.
    private var begun = 0
    /// After an error OpenSSL must not be asked for anything.
    private var isBroken = false
    private var isShutDown = false

    /// Takes over a session that OpenSSL made.
    init(_ session: OpaquePointer, context: TLSContext, descriptor: Descriptor) {
        self.session = session
        self.context = context
        self.descriptor = descriptor
    }

    deinit {
        SSL_free(session)
    }

    /// Goes on with the handshake.
    func shakeHands() -> Handshake {
        ERR_clear_error()
        let result = SSL_do_handshake(session)
        if result == 1 { return isWelcome ? .done : .failed }
        switch SSL_get_error(session, result) {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return .blocked
        default:
            isBroken = true
            return ERR_GET_REASON(ERR_peek_last_error()) == SSL_R_HTTP_REQUEST
                ? .plainHTTP : .failed
        }
    }

    /// Reads what has come, as far as it fits.
    func receive(into buffer: UnsafeMutableRawBufferPointer) -> ByteStream.Outcome {
        if isShutDown { return ByteStream.receive(from: descriptor.number, into: buffer) }
        ERR_clear_error()
        let result = SSL_read(session, buffer.baseAddress, Int32(clamping: buffer.count))
        // OpenSSL may hold more, which the kernel does not tell of: only "blocked" means the end.
        return result > 0 ? .moved(Int(result), isShort: false) : outcome(result)
    }

    /// Sends from a queue, a record at a time and at most `limit` octets.
    ///
    /// Small pieces, such as a head and a short body, go into one record.
    func send(_ queue: OutputQueue, limit: Int) -> ByteStream.Outcome {
        ERR_clear_error()
        let wanted = max(min(limit, Self.recordSize), begun)
        let result = queue.withVectors(limit: wanted) { vectors -> Int32 in
            guard let first = vectors.first else { return 0 }
            if vectors.count == 1 || first.iov_len >= Self.recordSize {
                return write(first.iov_base, first.iov_len)
            }
            return withUnsafeTemporaryAllocation(byteCount: wanted, alignment: 1) { record in
                var count = 0
                for vector in vectors {
                    let part = UnsafeRawBufferPointer(start: vector.iov_base, count: vector.iov_len)
                    UnsafeMutableRawBufferPointer(rebasing: record[count...]).copyMemory(from: part)
                    count += part.count
                }
                return write(record.baseAddress, count)
            }
        }
        guard result > 0 else { return outcome(result) }
        begun = 0
        return .moved(Int(result), isShort: false)
    }

    /// Tells the peer that nothing more will be sent.
    func shutDown() {
        guard !isBroken, !isShutDown, SSL_is_init_finished(session) == 1 else { return }
        isShutDown = true
        ERR_clear_error()
        SSL_shutdown(session)
    }

    private func write(_ base: UnsafeRawPointer?, _ count: Int) -> Int32 {
        begun = count
        return SSL_write(session, base, Int32(clamping: count))
    }

    private func outcome(_ result: Int32) -> ByteStream.Outcome {
        switch SSL_get_error(session, result) {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return .blocked
        case SSL_ERROR_ZERO_RETURN: return .ended
        default:
            isBroken = true
            return .failed
        }
    }

    /// Tells whether the peer's certificate, if it has shown one, bears a name that is allowed;
    /// asked after every handshake, because a ticket skips the verification.
    private var isWelcome: Bool {
        guard !context.allowedClientNames.isEmpty,
            let certificate = SSL_get1_peer_certificate(session)
        else { return true }
        defer { X509_free(certificate) }
        return CertificateNames.contains(anyOf: context.allowedClientNames, in: certificate)
    }

    /// The most octets that a TLS record holds.
    private static let recordSize = 16 * 1024
}
