/// A height of a chain that may begin anew: the revision, and the height within it. Source: ICS-2.
public struct IBCHeight: Hashable, Sendable {
    public let revision: UInt64
    public let height: UInt64

    public init(revision: UInt64, height: UInt64) {
        self.revision = revision
        self.height = height
    }

    /// The revision that a chain id names by ending in a hyphen and a number without leading zeros; 0 when it does not.
    ///
    /// Source: ibc-go `02-client/types/height.go`, `ParseChainID`.
    public static func revision(of chainID: String) -> UInt64 {
        guard let hyphen = chainID.lastIndex(of: "-"), hyphen > chainID.startIndex, chainID[chainID.index(before: hyphen)] != "-" else { return 0 }
        let digits = chainID[chainID.index(after: hyphen)...]
        guard let revision = UInt64(digits), String(revision) == digits, revision > 0 else { return 0 }
        return revision
    }
}

extension IBCHeight: Comparable {
    public static func < (left: IBCHeight, right: IBCHeight) -> Bool {
        (left.revision, left.height) < (right.revision, right.height)
    }
}

extension IBCHeight: CustomStringConvertible {
    public var description: String { "\(revision)-\(height)" }
}

extension MessageReader {
    mutating func height(_ field: Field) throws(CometBFTError) -> IBCHeight {
        var message = try message(field, "Height")
        var numbers: [UInt64: UInt64] = [:]
        while let field = try message.next() {
            switch field.number {
            case 1: numbers[1] = try message.number(field)
            case 2: numbers[2] = try message.number(field, atMost: LightHeader.maximumHeight)
            default: throw message.unknown(field)
            }
        }
        return IBCHeight(revision: numbers[1] ?? 0, height: numbers[2] ?? 0)
    }
}
