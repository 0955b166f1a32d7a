/// What a parser accepts at most.
public struct HeaderLimits: Hashable, Sendable {
    public var maximumExtraDataBytes: Int

    public init(maximumExtraDataBytes: Int) {
        self.maximumExtraDataBytes = maximumExtraDataBytes
    }

    /// Ethereum: 32 bytes of extra data (yellow paper 4.4.4).
    public static let ethereum = HeaderLimits(maximumExtraDataBytes: 32)
    /// Chains of the same header whose validators sign in the extra data (EIP-225 and its kin): 16 KiB.
    public static let kin = HeaderLimits(maximumExtraDataBytes: 16 << 10)
}
