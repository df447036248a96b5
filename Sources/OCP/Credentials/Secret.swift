/// A value that cannot be printed: a password or the secret of an access key.
///
/// Whatever prints, reflects or dumps it shows `<redacted>`; only ``exposingBytes(_:)`` gets at it.
package struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    private let bytes: [UInt8]

    /// Hides a text.
    package init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// Hides bytes.
    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// True if there is nothing to hide.
    package var isEmpty: Bool { bytes.isEmpty }

    /// Hands the bytes to a closure, which must let no part of them out into text for people.
    package func exposingBytes<Result, Failure: Error>(
        _ use: ([UInt8]) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try use(bytes)
    }

    package var description: String { "<redacted>" }
    package var debugDescription: String { "<redacted>" }
    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
