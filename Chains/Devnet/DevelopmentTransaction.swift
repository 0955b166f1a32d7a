internal import Encoding
internal import Quantities
internal import Signatures

/// One action as a signed transaction of type 2 from the operator to the vault.
///
/// Source: EIP-1559 (fields and signing), EIP-2718 (the type byte).
struct DevelopmentTransaction: Sendable {
    static let type: UInt8 = 2
    /// Nonce 0 is taken by the vault's creation, which lies before the chain.
    static let firstNonce: UInt64 = 1
    /// What every action costs. The chain has no EVM, so the figure is a convention.
    static let gas: UInt64 = 65_000
    /// Both the fee of the transaction and the base fee of every block, in wei. EIP-1559 never moves a base fee of 7 while blocks are
    /// at most half full, and no block of this chain is.
    static let feePerGas: UInt64 = 7

    let action: VaultAction
    let nonce: UInt64
    let signature: OperatorKey.RecoverableSignature
    /// `0x02 || rlp(fields)`: what the transactions root commits to.
    let encoded: Bytes
    let hash: Digest

    init(_ action: VaultAction, nonce: UInt64, chain: DevelopmentChain.Configuration) {
        let unsigned = Self.fields(action, nonce: nonce, chain: chain)
        self.action = action
        self.nonce = nonce
        signature = OperatorKey.sign(Keccak256.hash(Self.typed(unsigned)))
        encoded = Self.typed(
            unsigned + [
                .integer(UInt64(signature.yParity)), .integer(bigEndian: signature.r.bigEndianBytes),
                .integer(bigEndian: signature.s.bigEndianBytes),
            ])
        hash = Keccak256.hash(encoded)
    }

    private static func fields(_ action: VaultAction, nonce: UInt64, chain: DevelopmentChain.Configuration) -> [RLPItem] {
        [
            .integer(chain.chainID), .integer(nonce), .integer(0), .integer(feePerGas), .integer(gas),
            .bytes(chain.vault.bytes), .integer(0), .bytes(action.callData), .list([]),
        ]
    }

    private static func typed(_ fields: [RLPItem]) -> Bytes {
        [type] + RLP.encode(.list(fields))
    }
}
