public import CollateralState
public import Encoding
public import Signatures

/// A price record as it was received, with its signature: nothing about it is known to be true until `verify` makes `VerifiedPrices` of it.
public struct SignedPrices: Hashable, Sendable {
    /// The bytes that were signed, not yet decoded.
    public let record: Bytes
    public let signer: KeyID
    public let scheme: SignatureScheme
    public let signature: Signature

    public init(record: Bytes, signer: KeyID, scheme: SignatureScheme, signature: Signature) {
        self.record = record
        self.signer = signer
        self.scheme = scheme
        self.signature = signature
    }

    /// Signs a record.
    ///
    /// - Throws: `MarginError.signature` when the key cannot sign.
    public init(signing record: PriceRecord, with key: PrivateKey) throws(MarginError) {
        do {
            let signature = try key.sign(record.digest)
            self.init(record: record.encoded, signer: key.publicKey.id, scheme: key.scheme, signature: signature)
        } catch {
            throw .signature(error)
        }
    }

    /// The digest that was signed: SHA-256("plimsoll/prices/v2" 0x00 || record).
    public var digest: Digest { SHA256.hash(tag: .prices, record) }

    /// The prices, if one of `keys` signed exactly these bytes for `network`. The bytes are decoded only after that.
    ///
    /// - Parameter keys: those that may sign prices, from the trust file.
    /// - Throws: `unknownSigner`, `wrongScheme` or `signature`; then what `PriceRecord.init(parsing:)` throws; then `wrongNetwork`.
    public func verify(against keys: [PublicKey], network: NetworkName) throws(MarginError) -> VerifiedPrices {
        guard let key = keys.first(where: { $0.id == signer }) else { throw .unknownSigner(signer, allowed: keys.count) }
        guard key.scheme == scheme else { throw .wrongScheme(expected: key.scheme, got: scheme) }
        do { try key.verify(signature, over: digest) } catch { throw .signature(error) }
        let record = try PriceRecord(parsing: record)
        guard record.network == network else { throw .wrongNetwork(record: "prices", expected: network, got: record.network) }
        return VerifiedPrices(record: record, signed: self)
    }
}

/// One source's prices whose signature holds: made only by verifying.
public struct VerifiedPrices: Hashable, Sendable {
    public let record: PriceRecord
    /// The bytes and signature it was made of, to be handed on.
    public let signed: SignedPrices

    init(record: PriceRecord, signed: SignedPrices) {
        (self.record, self.signed) = (record, signed)
    }

    /// The key that signed, which is the source's name.
    public var source: KeyID { signed.signer }
}
