import CLibcurl
import COpenSSL

/// Notes that a server asked for a client certificate while a connection was made.
///
/// A server that insists on one ends the connection after the handshake in TLS 1.3, and not always
/// so that the reason arrives. It lives as long as the TLS context that it belongs to.
final class CertificateDemand {
    var isMade = false

    /// Where OpenSSL keeps the object in a context, and how it lets go of it.
    private static let index: Int32 = unsafe CRYPTO_get_ex_new_index(
        CRYPTO_EX_INDEX_SSL_CTX,
        0,
        nil,
        nil,
        nil
    ) { _, object, _, _, _, _ in
        guard let object = unsafe object else { return }
        unsafe Unmanaged<CertificateDemand>.fromOpaque(object).release()
    }

    /// Attaches an object to a context that a connection is made with.
    static func watch(_ context: OpaquePointer) -> CertificateDemand? {
        let demand = CertificateDemand()
        let object = unsafe Unmanaged.passRetained(demand).toOpaque()
        guard unsafe SSL_CTX_set_ex_data(context, index, object) == 1 else {
            unsafe Unmanaged<CertificateDemand>.fromOpaque(object).release()
            return nil
        }
        unsafe SSL_CTX_set_cert_cb(
            context,
            { _, object in
                guard let object = unsafe object else { return 1 }
                unsafe Unmanaged<CertificateDemand>.fromOpaque(object).takeUnretainedValue()
                    .isMade = true
                return 1
            },
            object
        )
        return demand
    }
}

extension CurlTransfer {
    /// True if libcurl's TLS is OpenSSL, whose contexts can be watched.
    private static let usesOpenSSL: Bool = {
        guard let version = unsafe curl_version_info(CURLVERSION_FIRST)?.pointee.ssl_version else {
            return false
        }
        return unsafe String(cString: version).hasPrefix("OpenSSL/")
    }()

    /// Has libcurl tell when it makes a TLS connection.
    func watchForCertificateDemand() {
        guard Self.usesOpenSSL else { return }
        unsafe obe_setopt_pointer(
            easy,
            CURLOPT_SSL_CTX_DATA,
            Unmanaged.passUnretained(self).toOpaque()
        )
        unsafe obe_setopt_tls_callback(easy) { _, tlsContext, context in
            guard let context = unsafe context, let tlsContext = unsafe tlsContext else {
                return CURLE_OK
            }
            let transfer = unsafe Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
            transfer.certificateDemand = unsafe CertificateDemand.watch(OpaquePointer(tlsContext))
            return CURLE_OK
        }
    }
}
