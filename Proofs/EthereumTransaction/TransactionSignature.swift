import Encoding
public import Quantities
import Signatures

/// The three numbers of a transaction's signature, as they stand in its list.
public struct TransactionSignature: Hashable, Sendable {
    /// Legacy: 27 or 28, or 35 and above with the chain id inside (EIP-155). Later types: the parity, 0 or 1.
    public let v: UInt256
    public let r: UInt256
    public let s: UInt256

    init(v: UInt256, r: UInt256, s: UInt256) {
        (self.v, self.r, self.s) = (v, r, s)
    }

    /// What a legacy v says.
    enum LegacyMeaning: Equatable {
        /// Valid on every chain.
        case unprotected(recoveryID: UInt8)
        case protected(chainID: UInt256, recoveryID: UInt8)
    }

    /// - Throws: `EthereumTransactionError.invalidV` for numbers without a meaning.
    func legacyMeaning() throws(EthereumTransactionError) -> LegacyMeaning {
        if v == 27 || v == 28 { return .unprotected(recoveryID: v == 27 ? 0 : 1) }
        guard v >= 35 else { throw .invalidV(v) }
        do {
            let (chainID, recoveryID) = try v.subtracting(35).quotientAndRemainder(dividingBy: 2)
            return .protected(chainID: chainID, recoveryID: recoveryID.isZero ? 0 : 1)
        } catch {
            throw .invalidV(v)
        }
    }

    func typedRecoveryID() throws(EthereumTransactionError) -> UInt8 {
        guard v <= 1 else { throw .invalidV(v) }
        return v.isZero ? 0 : 1
    }

    /// - Throws: `EthereumTransactionError.invalidSignature`; a high s is refused (EIP-2).
    func signer(of hash: Digest, recoveryID: UInt8) throws(EthereumTransactionError) -> EthereumAddress {
        do {
            let signature = try Signature(r.bigEndianBytes + s.bigEndianBytes)
            return try EthereumAddress.recover(digest: hash, signature: signature, recoveryID: recoveryID)
        } catch {
            throw .invalidSignature(error)
        }
    }
}
