import CollateralState
import Encoding
import Signatures

/// The JSON form of an attester set change: hex of the canonical bytes, and who signed.
enum SetChangeForm {
    static func json(_ change: AttesterSetChange) -> JSON {
        [
            "current": .string(change.current.hex),
            "next": .string(Hex.encode(change.next.encoded)),
            "signatures": .array(
                change.signatures.map {
                    ["signer": .string($0.signer.digest.hex), "signature": .string(Hex.encode($0.signature.bytes))]
                }),
        ]
    }

    static func parse(_ node: JSONNode) throws(ProofFileError) -> AttesterSetChange {
        let (current, next, entries) = try decoding { () throws(EncodingError) in
            try node.object(allowing: ["current", "next", "signatures"])
            return (
                try node["current"].digest(), try node["next"].hexBytes(),
                try node["signatures"].array(max: AttesterSetChange.maximumSignatures)
            )
        }
        var signatures: [KeyedSignature] = []
        for entry in entries { signatures.append(try signature(entry)) }
        return try parsing { () throws(CollateralStateError) in
            try AttesterSetChange(current: current, next: try AttesterSet(parsing: next), signatures: signatures)
        }
    }

    private static func signature(_ node: JSONNode) throws(ProofFileError) -> KeyedSignature {
        let (signer, bytes) = try decoding { () throws(EncodingError) in
            try node.object(allowing: ["signer", "signature"])
            return (try node["signer"].digest(), try node["signature"].hexBytes())
        }
        do { return KeyedSignature(signer: KeyID(digest: signer), signature: try Signature(bytes)) } catch { throw .signature(error) }
    }
}
