import Glibc

/// A buffer of fixed size that hands on what it holds whenever it is full.
///
/// Pages are written through it so that a page of any length costs one buffer, and so that
/// compression reads bytes that are still in the processor's cache. It is the one place in this
/// module with unchecked memory access; every write is preceded by a look at the room that is left.
@safe
struct ByteSink: ~Copyable {
    /// Bytes held before they are handed on.
    private let capacity: Int
    private let storage: UnsafeMutableBufferPointer<UInt8>
    private var count = 0
    private let handOn: (Span<UInt8>) -> Void

    /// Makes an empty buffer.
    ///
    /// - Parameters:
    ///   - capacity: bytes held before they are handed on; at least what the longest number takes.
    ///   - handOn: takes each full buffer and the rest at the end; the bytes are its only until it
    ///     returns.
    init(capacity: Int, handOn: @escaping (Span<UInt8>) -> Void) {
        self.capacity = max(capacity, SampleValue.longest)
        unsafe storage = UnsafeMutableBufferPointer.allocate(capacity: self.capacity)
        self.handOn = handOn
    }

    deinit {
        unsafe storage.deallocate()
    }

    /// Hands on all that is held.
    mutating func flush() {
        guard count > 0 else { return }
        let filled = unsafe UnsafeBufferPointer(rebasing: storage[..<count])
        let span = unsafe Span(_unsafeElements: filled)
        handOn(span)
        count = 0
    }

    /// Appends bytes, however many.
    @inline(__always)
    mutating func append(_ bytes: borrowing [UInt8]) {
        append(bytes, 0..<bytes.count)
    }

    /// Appends a part of bytes.
    @inline(__always)
    mutating func append(_ bytes: borrowing [UInt8], _ part: Range<Int>) {
        guard part.count <= capacity - count else { return appendInParts(bytes, part) }
        copy(bytes, part)
    }

    /// Copies bytes for which there is room.
    @inline(__always)
    private mutating func copy(_ bytes: borrowing [UInt8], _ part: Range<Int>) {
        precondition(part.upperBound <= bytes.count)
        unsafe bytes.withUnsafeBufferPointer { source in
            if let from = source.baseAddress, let to = unsafe storage.baseAddress {
                unsafe _ = memcpy(to + count, from + part.lowerBound, part.count)
            }
        }
        count += part.count
    }

    private mutating func appendInParts(_ bytes: borrowing [UInt8], _ part: Range<Int>) {
        for index in part {
            append(bytes[index])
        }
    }

    /// Appends one byte.
    @inline(__always)
    mutating func append(_ byte: UInt8) {
        if count == capacity {
            flush()
        }
        unsafe storage[count] = byte
        count += 1
    }

    /// Appends text.
    mutating func append(_ text: String) {
        append(Array(text.utf8))
    }

    /// Appends a whole number of thousandths as a decimal without trailing zeros.
    @inline(__always)
    mutating func append(thousandths: Int64) {
        // Most samples are states, and most states do not hold.
        if thousandths == 0 { return append(UInt8(ascii: "0")) }
        if capacity - count < SampleValue.longest {
            flush()
        }
        var rest = thousandths.magnitude
        if thousandths < 0 {
            append(UInt8(ascii: "-"))
        }
        var fraction = rest % 1000
        rest /= 1000
        appendDigits(rest, atLeast: 1)
        if fraction != 0 {
            append(UInt8(ascii: "."))
            var digits = 3
            while fraction % 10 == 0 {
                fraction /= 10
                digits -= 1
            }
            appendDigits(fraction, atLeast: digits)
        }
    }

    /// Writes digits from the last to the first into the place that they will take.
    @inline(__always)
    private mutating func appendDigits(_ number: UInt64, atLeast: Int) {
        var digits = 1
        var power: UInt64 = 10
        while digits < 20, number >= power {
            digits += 1
            power = digits < 20 ? power &* 10 : power
        }
        digits = max(digits, atLeast)
        var rest = number
        for place in stride(from: count + digits - 1, through: count, by: -1) {
            unsafe storage[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += digits
    }
}
