import CCrypt
import COpenSSL
import Glibc

/// A password as bcrypt keeps it, such as `htpasswd -B` writes it.
struct PasswordHash: Sendable, Equatable {
    /// The whole text: scheme, cost, salt and hash.
    let text: String
    /// The logarithm of the rounds.
    let cost: Int

    /// Takes over a hash; nil if it is not bcrypt's, or costs more than ``highestCost``.
    init?(_ text: String) {
        let octets = Array(text.utf8)
        guard octets.count == 60, ["$2a$", "$2b$", "$2y$"].contains(where: text.hasPrefix),
            octets[6] == UInt8(ascii: "$"), OctetSet.digits.contains(octets[4]),
            let cost = Int(text.dropFirst(4).prefix(2)),
            (4...Self.highestCost).contains(cost),
            octets[7...].allSatisfy(Self.alphabet.contains)
        else { return nil }
        self.text = text
        self.cost = cost
    }

    /// A hash that no password has, to spend the same time on a user who does not exist.
    static func ofNobody(cost: Int) -> PasswordHash? {
        let digits = (cost < 10 ? "0" : "") + String(cost)
        return PasswordHash("$2b$\(digits)$" + String(repeating: ".", count: 53))
    }

    /// Tells whether a password has this hash, which takes 50 ms at a cost of 10 and twice that for
    /// each one more.
    ///
    /// A password with a NUL has none, because libcrypt would stop there.
    func matches(_ password: [UInt8]) -> Bool {
        var phrase = password.map(CChar.init(bitPattern:))
        let hasNUL = phrase.contains(0)
        phrase.append(0)
        return withUnsafeTemporaryAllocation(of: crypt_data.self, capacity: 1) { data in
            guard let data = data.baseAddress else { return false }
            data.initialize(to: crypt_data())
            guard let result = crypt_r(phrase, text, data) else { return false }
            // In a time that does not tell where a difference is; an error is a shorter text.
            let isEqual =
                strlen(result) == text.utf8.count
                && CRYPTO_memcmp(result, text, text.utf8.count) == 0
            return isEqual && !hasNUL
        }
    }

    /// Three seconds on a processor of today; with more a first scrape would never end.
    static let highestCost = 16

    private static let alphabet = OctetSet(
        "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    )
}
