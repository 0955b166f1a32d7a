import CollateralState
import Encoding
import Signatures

/// Signatures by key id in JSON.
enum SignatureForm {
    static func json(_ signatures: [KeyedSignature]) -> JSON {
        .array(signatures.map { ["signer": .string("\($0.signer)"), "signature": .string("\($0.signature)")] })
    }

    /// Strictly ascending by key id: no key twice, and one spelling.
    static func parse(_ node: JSONNode, max maximum: Int) throws(GovernanceError) -> [KeyedSignature] {
        let nodes = try decoding { () throws(EncodingError) in try node.array(max: maximum) }
        var signatures: [KeyedSignature] = []
        for (index, node) in nodes.enumerated() {
            let (signer, bytes) = try decoding { () throws(EncodingError) in
                try node.object(allowing: ["signer", "signature"])
                return (KeyID(digest: try node["signer"].digest()), try node["signature"].lowercaseHex(max: Signature.byteCount))
            }
            if let last = signatures.last {
                guard last.signer != signer else { throw .duplicateSigner(signer) }
                guard last.signer < signer else { throw .notAscending(record: "signature", index: index) }
            }
            signatures.append(KeyedSignature(signer: signer, signature: try signing { () throws(SignatureError) in try Signature(bytes) }))
        }
        return signatures
    }
}

extension JSONNode {
    /// A string of lowercase hexadecimal digits without prefix: bytes have one spelling in a file.
    ///
    /// - Parameter maximum: in bytes.
    func lowercaseHex(max maximum: Int) throws(EncodingError) -> Bytes {
        let text = try string(max: 2 * maximum)
        let bytes = try hexBytes()
        guard Hex.encode(bytes) == text else { throw unexpected("lowercase hexadecimal digits") }
        return bytes
    }
}
