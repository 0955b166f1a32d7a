extension Int256: LosslessStringConvertible {
    /// Decimal digits, with a minus before a negative number.
    public var description: String {
        isNegative ? "-\(magnitude)" : "\(magnitude)"
    }

    /// nil unless the text is the decimal spelling that `description` gives.
    public init?(_ text: String) {
        guard let value = try? Int256(decimal: text) else { return nil }
        self = value
    }

    /// Reads an optional minus and decimal digits: no plus, no leading zero, no `-0`.
    ///
    /// - Throws: `QuantityError.malformed`, or `.overflow` outside -2^255 ... 2^255 - 1.
    public init(decimal text: String) throws(QuantityError) {
        let isNegative = text.utf8.first == UInt8(ascii: "-")
        let magnitude: UInt256
        do {
            magnitude = try UInt256(decimal: isNegative ? String(Substring(text.utf8.dropFirst())) : text)
        } catch .malformed(_, _, let rule) {
            throw .malformed(text, "Int256", rule)
        } catch {
            throw .overflow(.conversion, type: "Int256")
        }
        if isNegative, magnitude.isZero { throw .malformed(text, "Int256", "zero has no sign") }
        try self.init(isNegative: isNegative, magnitude: magnitude)
    }
}
