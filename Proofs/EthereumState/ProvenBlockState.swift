public import Encoding
public import EthereumHeader
public import Quantities

/// Block hash, header, state root, account, slots: one chain of proof from a trusted hash to a value. Made only by verifying all of it.
public struct ProvenBlockState: Hashable, Sendable {
    public let block: AnchoredHeader
    public let account: ProvenEthereumAccount

    /// Verifies an answer of `eth_getProof` at a block whose header is anchored.
    ///
    /// - Throws: as `EIP1186Proof.verify`.
    public static func verify(_ proof: EIP1186Proof, at block: AnchoredHeader) throws(EthereumStateError) -> ProvenBlockState {
        ProvenBlockState(block: block, account: try proof.verify(stateRoot: block.stateRoot))
    }

    /// Verifies everything from a trusted block hash: the RLP of its header, then the answer.
    ///
    /// - Throws: `header`, and as above.
    public static func verify(
        _ proof: EIP1186Proof, headerRLP: Bytes, trustedHash: Digest, limits: HeaderLimits
    ) throws(EthereumStateError) -> ProvenBlockState {
        let block: AnchoredHeader
        do { block = try AnchoredHeader.verify(rlp: headerRLP, trustedHash: trustedHash, limits: limits) } catch { throw .header(error) }
        return try verify(proof, at: block)
    }

    /// Verifies everything from a trusted block hash: the block as JSON-RPC gives it, then the answer of `eth_getProof`.
    ///
    /// - Throws: `header`, `json`, and as above.
    public static func verify(
        answer: JSONNode, block: JSONNode, trustedHash: Digest, limits: HeaderLimits
    ) throws(EthereumStateError) -> ProvenBlockState {
        let anchored: AnchoredHeader
        do { anchored = try AnchoredHeader.verify(block: block, trustedHash: trustedHash, limits: limits) } catch { throw .header(error) }
        return try verify(try EIP1186Proof(parsing: answer), at: anchored)
    }

    /// The value at a path of the contract's storage, such as `balances[account]`.
    ///
    /// - Throws: `slotNotProven` when the proof did not speak of it: it is unknown, not zero. `slotOutOfRange`.
    public func value(at path: StoragePath) throws(EthereumStateError) -> UInt256 {
        let slot = try path.resolved()
        guard let value = account[slot] else { throw .slotNotProven(slot) }
        return value
    }
}
