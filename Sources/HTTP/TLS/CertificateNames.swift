import COpenSSL
import Glibc

/// The subject alternative names of a certificate (RFC 5280 section 4.2.1.6).
enum CertificateNames {
    /// Tells whether a certificate bears one of some names: DNS names and e-mail addresses,
    /// whatever their case, addresses by their value, URIs to the letter.
    static func contains(anyOf names: [String], in certificate: OpaquePointer) -> Bool {
        let extensions = X509_get_ext_d2i(certificate, NID_subject_alt_name, nil, nil)
        guard let extensions else { return false }
        let list = OpaquePointer(extensions)
        defer { GENERAL_NAMES_free(list) }
        for index in 0..<max(0, OPENSSL_sk_num(list)) {
            guard let entry = OPENSSL_sk_value(list, index) else { continue }
            let name = entry.assumingMemoryBound(to: GENERAL_NAME.self).pointee
            if names.contains(where: { matches(name, $0) }) { return true }
        }
        return false
    }

    private static func matches(_ name: GENERAL_NAME, _ wanted: String) -> Bool {
        switch name.type {
        case GEN_DNS, GEN_EMAIL:
            let octets = octets(name.d.ia5)
            return octets.map(\.lowercased) == wanted.utf8.map(\.lowercased)
        case GEN_URI: return octets(name.d.ia5) == Array(wanted.utf8)
        case GEN_IPADD: return octets(name.d.iPAddress) == address(wanted)
        default: return false
        }
    }

    private static func octets(_ string: UnsafeMutablePointer<ASN1_STRING>?) -> [UInt8] {
        guard let string, let data = ASN1_STRING_get0_data(string) else { return [] }
        return Array(UnsafeBufferPointer(start: data, count: Int(ASN1_STRING_length(string))))
    }

    /// The octets of an IPv4 or IPv6 address, or nil if the text is none.
    private static func address(_ text: String) -> [UInt8]? {
        for (family, size) in [(AF_INET, 4), (AF_INET6, 16)] {
            var octets = [UInt8](repeating: 0, count: size)
            if inet_pton(family, text, &octets) == 1 { return octets }
        }
        return nil
    }
}
