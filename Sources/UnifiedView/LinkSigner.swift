public import ChainIdentity
public import CollateralState
import Encoding
public import Signatures

/// How an account signs a link: decided by its namespace.
///
/// `eip155`: EIP-191 version 0x45 (`personal_sign`) over the text, 65 bytes r, s, v; the recovered address is the account. Contract
/// accounts cannot sign. `solana`: Ed25519 (RFC 8032) over the text's bytes; the address is the key, so accounts without one cannot.
struct LinkSigner {
    private enum Rule {
        case personalSign
        case ed25519
    }

    private let account: AccountID
    private let key: AccountKey
    private let rule: Rule

    /// - Throws: `unsupportedSigner` for other namespaces, `identity` when the address is not one of its chain.
    init(_ account: AccountID) throws(UnifiedViewError) {
        switch account.chain.namespace {
        case "eip155": rule = .personalSign
        case "solana": rule = .ed25519
        default: throw .unsupportedSigner(account)
        }
        self.account = account
        key = try identifying { () throws(ChainIdentityError) in try account.key() }
    }

    var signatureBytes: Int {
        switch rule {
        case .personalSign: 65
        case .ed25519: 64
        }
    }

    /// - Throws: `invalidLinkSignature`, or `wrongLinkSigner` when the signature is somebody else's.
    func verify(_ signature: Bytes, under text: String) throws(UnifiedViewError) {
        let message = Array(text.utf8)
        switch rule {
        case .personalSign:
            let signer = try signing { () throws(SignatureError) in try EIP191.signer(message: message, signature65: signature) }
            guard signer.bytes == key.bytes else { throw .wrongLinkSigner(expected: account, got: "\(signer)") }
        case .ed25519:
            let (publicKey, signature) = try signing { () throws(SignatureError) in
                (try PublicKey(scheme: .ed25519, raw: key.bytes), try Signature(signature))
            }
            guard publicKey.isValidSignature(signature, forMessage: message) else {
                throw .invalidLinkSignature(account, .mismatch(.ed25519))
            }
        }
    }

    /// Signs the text as a wallet of this kind of account does.
    func sign(_ text: String, with key: PrivateKey) throws(UnifiedViewError) -> Bytes {
        let message = Array(text.utf8)
        let signature = try signing { () throws(SignatureError) in
            switch rule {
            case .personalSign: try EIP191.sign(message: message, with: key)
            case .ed25519: try key.sign(message: message).bytes
            }
        }
        try verify(signature, under: text)
        return signature
    }

    private func signing<Value>(_ body: () throws(SignatureError) -> Value) throws(UnifiedViewError) -> Value {
        do { return try body() } catch { throw .invalidLinkSignature(account, error) }
    }
}

extension AccountLinkStatement {
    /// One side's signature, made with that account's key.
    ///
    /// - Throws: `wrongLinkSigner` or `invalidLinkSignature` when the key is not the account's, `unsupportedSigner` when accounts of its
    ///   kind cannot sign.
    public func signed(by account: AccountID, with key: PrivateKey) throws(UnifiedViewError) -> AccountLink.AccountSignature {
        let account = try account.canonical()
        return AccountLink.AccountSignature(account: account, bytes: try LinkSigner(account).sign(text, with: key))
    }
}

extension AccountLink {
    /// Verifies every signature given, and that those needed are given: both to link, either side's to unlink.
    ///
    /// - Throws: `foreignNetwork`, `missingSignature`, `invalidLinkSignature`, `wrongLinkSigner`.
    public func verify(on network: NetworkName) throws(UnifiedViewError) {
        guard statement.network == network else {
            throw .foreignNetwork(expected: network.description, got: statement.network.description)
        }
        if statement.action == .link {
            for account in [statement.first, statement.second] where !signatures.contains(where: { $0.account == account }) {
                throw .missingSignature(account)
            }
        }
        for signature in signatures { try LinkSigner(signature.account).verify(signature.bytes, under: statement.text) }
    }
}
