public import CollateralState
import Encoding
public import Signatures
public import TransparencyLog

/// How a node's log of certified messages is named and signed: by its attester key, under a name that holds the key's id.
///
/// Whoever trusts the attester can so verify its checkpoints without knowing anything else of the node.
public enum NodeLog {
    /// `plimsoll/NETWORK/KEY ID`.
    public static func origin(_ network: NetworkName, _ key: KeyID) throws(TransparencyLogError) -> LogOrigin {
        try LogOrigin("plimsoll/\(network)/\(key.digest.hex)")
    }

    /// - Throws: `wrongKeyScheme` for a key that is not Ed25519: the note format knows no other that attesters use.
    public static func signer(_ network: NetworkName, _ key: PrivateKey) throws(TransparencyLogError) -> NoteSigner {
        try NoteSigner(name: NoteKeyName(origin(network, key.publicKey.id).text), privateKey: key)
    }

    /// - Throws: as `signer`.
    public static func trusted(_ network: NetworkName, _ key: PublicKey) throws(TransparencyLogError) -> TrustedLog {
        let origin = try origin(network, key.id)
        return try TrustedLog(
            origin: origin, logKeys: [NoteVerifierKey(name: NoteKeyName(origin.text), algorithm: .ed25519, publicKey: key)])
    }
}
