internal import Encoding

/// One part of a CAIP identifier: which characters, and how many. Parsing is by these alone; namespaces have rules of their own.
struct Grammar {
    let name: String
    let maximum: Int
    let minimum: Int
    let allowed: @Sendable (UInt8) -> Bool

    /// CAIP-2: `[-a-z0-9]{3,8}`.
    static let namespace = Grammar(name: "namespace", lengths: 3...8) { $0.isASCIIDigit || $0.isASCIILowercase || isHyphen($0) }
    /// CAIP-2: `[-_a-zA-Z0-9]{1,32}`.
    static let chainReference = Grammar(name: "reference", lengths: 1...32) {
        $0.isASCIIDigit || $0.isASCIILetter || isHyphen($0) || $0 == UInt8(ascii: "_")
    }
    /// CAIP-10: `[-.%a-zA-Z0-9]{1,128}`.
    static let address = Grammar(name: "account address", lengths: 1...128, allowed: isAddressCharacter)
    /// CAIP-19: `[-a-z0-9]{3,8}`.
    static let assetNamespace = Grammar(name: "asset namespace", lengths: 3...8, allowed: namespace.allowed)
    /// CAIP-19: `[-.%a-zA-Z0-9]{1,128}`.
    static let assetReference = Grammar(name: "asset reference", lengths: 1...128, allowed: isAddressCharacter)
    /// CAIP-19: `[-.%a-zA-Z0-9]{1,78}`.
    static let tokenID = Grammar(name: "token id", lengths: 1...78, allowed: isAddressCharacter)

    private init(name: String, lengths: ClosedRange<Int>, allowed: @escaping @Sendable (UInt8) -> Bool) {
        self.name = name
        self.minimum = lengths.lowerBound
        self.maximum = lengths.upperBound
        self.allowed = allowed
    }

    /// The rule that `part` breaks, or nil.
    func broken(by part: some Collection<UInt8>) -> String? {
        let count = part.count
        if count < minimum || count > maximum {
            return "the \(name) has \(minimum) to \(maximum) characters, got \(count)"
        }
        guard let stranger = part.first(where: { !allowed($0) }) else { return nil }
        let isPrintable = stranger > 0x20 && stranger < 0x7f
        return "the \(name) must not hold \(isPrintable ? "'\(Character(Unicode.Scalar(stranger)))'" : "the byte \(stranger)")"
    }

    private static func isAddressCharacter(_ byte: UInt8) -> Bool {
        byte.isASCIIDigit || byte.isASCIILetter || isHyphen(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "%")
    }

    private static func isHyphen(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "-") }
}

extension ChainIdentityError {
    /// A refused text enters the error shortened, so that a hostile one cannot fill a log line.
    static func malformed(_ kind: Kind, _ text: String, _ rule: String) -> ChainIdentityError {
        .malformed(kind, text: excerpt(text, limit: 96), rule: rule)
    }
}
