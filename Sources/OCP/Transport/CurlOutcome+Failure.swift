import CLibcurl
import Kernel

extension CurlOutcome {
    /// Why the transfer failed, or nil if there is an answer.
    func failure(of settings: ConnectionSettings) -> OCPError? {
        if isTooLarge { return OCPError(reason: .tooLarge, message: sizeMessage) }
        guard code != CURLE_OK || !isHeadComplete else { return nil }
        let reason = self.reason
        let message = message(reason, settings)
        var error = OCPError(
            reason: reason,
            message: message.cut(toBytes: 512),
            status: status == 0 ? nil : status
        )
        error.wantsCertificate = reason == .tls && wantsCertificate
        return error
    }

    /// What a code other than success stands for.
    var reason: FailureReason {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .dns
        case CURLE_OPERATION_TIMEDOUT: .timeout
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT,
            CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_ENGINE_INITFAILED, CURLE_USE_SSL_FAILED:
            .tls
        case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING:
            .malformed
        // libcurl 7.88 says so of a head's line beyond its own limit of 100 KB.
        case CURLE_OUT_OF_MEMORY: .tooLarge
        // TLS 1.3 tells a client that its certificate is missing only after the handshake, and the
        // reset that follows may overtake the alert.
        case CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING:
            if says("alert") || (wantsCertificate && status == 0) {
                .tls
            } else {
                says("chunked-encoding") ? .malformed : .connect
            }
        default: .connect
        }
    }

    private func message(_ reason: FailureReason, _ settings: ConnectionSettings) -> String {
        let place = "\(settings.baseURL.host):\(settings.baseURL.port)"
        let via = settings.proxyURL.map { " through the proxy \($0)" } ?? ""
        switch reason {
        case .dns:
            let proxy =
                code == CURLE_COULDNT_RESOLVE_PROXY ? settings.proxyURL?.authority.host : nil
            return "the name \(proxy ?? settings.baseURL.host) does not resolve: "
                + "check the spelling and the name server"
        case .timeout:
            return
                "no whole answer from \(place)\(via) within \(settings.timeout): \(progressMessage)"
        case .tls: return "TLS with \(place)\(via): \(tlsMessage(settings))"
        case .tooLarge: return sizeMessage
        case .malformed:
            return "\(place)\(via) does not answer in valid HTTP (\(remark))"
                + (settings.baseURL.isSecure || status != 0 ? "" : ": does it expect https?")
        default: return connectMessage(place, via)
        }
    }

    private func connectMessage(_ place: String, _ via: String) -> String {
        if proxyStatus >= 300 {
            return "the proxy refuses to connect to \(place): HTTP \(proxyStatus)"
        }
        guard code == CURLE_COULDNT_CONNECT else {
            return "the connection to \(place)\(via) broke before a whole answer came (\(remark))"
        }
        let cause = systemError == 0 ? remark : SystemError(code: systemError).description
        return
            "no connection to \(place)\(via): \(cause): check the address, the port and firewalls"
    }

    private var progressMessage: String {
        switch progress {
        case .resolving: "the name was not resolved: check the name server"
        case .connecting: "no connection came about: check the address, the port and firewalls"
        case .handshaking: "connected, but the TLS or proxy handshake did not end"
        case .waiting: "the request was sent, but nothing came back"
        case .receiving: "it began with HTTP \(status)"
        }
    }

    private var sizeMessage: String {
        body.isEmpty && status == 0
            ? "the head of the answer is too large"
            : "the answer is larger than \(CurlTransfer.bodyLimit / 1_048_576) MiB, or its head "
                + "than \(CurlTransfer.headLimit / 1_024) KiB"
    }

    /// libcurl's own words.
    private var remark: String {
        guard words.isEmpty else { return Redactor().remark(words) }
        guard code != CURLE_OK else { return "it was closed within the head" }
        guard let text = unsafe curl_easy_strerror(code) else { return "error \(code.rawValue)" }
        return unsafe String(cString: text)
    }

    /// True if libcurl's words contain a text.
    func says(_ text: String) -> Bool {
        words.firstRange(of: text) != nil
    }

    /// What went wrong with TLS, and what to do.
    private func tlsMessage(_ settings: ConnectionSettings) -> String {
        let name = settings.tls.serverName ?? settings.baseURL.host
        return switch TLSProblem(self) {
        case .unknownIssuer:
            "the certificate is self-signed or from an authority that is not trusted: "
                + "set ca_file to the authority's certificate (\(remark))"
        case .expired: "the certificate has expired: renew it on the server"
        case .notYetValid: "the certificate is not valid yet: compare the clocks"
        case .wrongName:
            "the certificate is not for \(name): correct the URL, or set server_name to a name "
                + "that is in the certificate (\(remark))"
        case .notTLS:
            "the server does not speak TLS there: use http:// or another port (\(remark))"
        case .wantsCertificate:
            "the server asks for a client certificate: set cert_file and key_file (\(remark))"
        case .refusesCertificate:
            "the server does not accept our client certificate: check cert_file (\(remark))"
        case .noCommonVersion:
            "the server speaks no version of TLS from 1.2 on, or no common cipher (\(remark))"
        case .other: remark
        }
    }
}
