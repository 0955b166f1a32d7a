public import Encoding

/// Statements that Cosmos wallets sign for people: a transaction document that can never be a transaction.
///
/// Source: Cosmos SDK ADR-036, "Arbitrary Message Signature Specification".
public enum ADR36 {
    /// How a chain's keys turn a document into a digest and a key into an address. The raw values are the key types' own names.
    public enum KeyKind: String, Sendable, CaseIterable {
        /// SHA-256 of the document; the address is RIPEMD-160 of SHA-256 of the key.
        case secp256k1 = "tendermint/PubKeySecp256k1"
        /// Keccak-256 of the document, and the address as Ethereum makes it (Injective, Evmos).
        case ethsecp256k1
    }

    /// What a document says, and whose statement it is.
    public struct Statement: Hashable, Sendable {
        /// A bech32 address; its prefix tells the chain.
        public let signer: String
        public let data: Bytes

        /// - Throws: `ADR36Error.emptyData`, or what is thrown for a signer that is no lowercase bech32 address under `prefix`.
        public init(signer: String, data: Bytes, prefix: String? = nil) throws(ADR36Error) {
            let decoded: (prefix: String, bytes: Bytes)
            do { decoded = try Bech32.decode(signer) } catch { throw .malformedSigner(error) }
            if let prefix, prefix != decoded.prefix { throw .wrongPrefix(expected: prefix, got: decoded.prefix) }
            guard signer == signer.lowercased() else { throw .signerNotLowercase(signer) }
            guard !data.isEmpty else { throw .emptyData }
            (self.signer, self.data) = (signer, data)
        }

        /// The document as wallets build it.
        public var document: JSON {
            [
                "account_number": "0", "chain_id": "", "fee": ["amount": [], "gas": "0"], "memo": "",
                "msgs": [["type": .string(ADR36.messageType), "value": ["data": .string(Base64.encode(data)), "signer": .string(signer)]]],
                "sequence": "0",
            ]
        }

        /// What is hashed and signed.
        public var signBytes: Bytes { AminoJSON.signBytes(document) }
    }

    static let messageType = "sign/MsgSignData"

    /// The address of a key.
    ///
    /// - Throws: `ADR36Error.wrongKeyScheme` unless the key is of secp256k1, `.malformedSigner` for an impossible prefix.
    public static func address(of key: PublicKey, _ kind: KeyKind, prefix: String) throws(ADR36Error) -> String {
        guard key.scheme == .secp256k1 else { throw .wrongKeyScheme(expected: .secp256k1, got: key.scheme) }
        let account: Bytes
        switch kind {
        case .secp256k1: account = RIPEMD160.hash(SHA256.hash(key.raw).bytes)
        case .ethsecp256k1:
            do { account = try EthereumAddress(publicKey: key).bytes } catch { throw .malformedKey(error) }
        }
        do { return try Bech32.encode(prefix: prefix, bytes: account) } catch { throw .malformedSigner(error) }
    }

    /// Throws unless `key` is the signer's and `signature` is by it over the statement.
    ///
    /// - Parameters:
    ///   - prefix: the one of the chain on which the signer has the account; the statement must be under it.
    ///   - key: a compressed secp256k1 key, 33 bytes.
    ///   - signature: r || s, 64 bytes, with a low s.
    public static func verify(
        _ statement: Statement, prefix: String, key: Bytes, _ kind: KeyKind, signature: Bytes
    ) throws(ADR36Error) {
        let publicKey: PublicKey
        do { publicKey = try PublicKey(scheme: .secp256k1, raw: key) } catch { throw .malformedKey(error) }
        let owner = try address(of: publicKey, kind, prefix: prefix)
        guard owner == statement.signer else { throw .wrongSigner(expected: statement.signer, got: owner) }
        let bytes = statement.signBytes
        let digest = kind == .secp256k1 ? SHA256.hash(bytes) : Keccak256.hash(bytes)
        do { try publicKey.verify(try Signature(signature), over: digest) } catch { throw .wrongSignature(error) }
    }
}
