public import Encoding
import Signatures

/// What a relayer hands to a multisig module beside the message.
public enum MultisigMetadata: Hashable, Sendable {
    public static let signatureByteCount = EIP191.signatureByteCount

    /// The checkpoint whose last leaf is the message itself.
    ///
    ///     Merkle tree hook 32 || root 32 || index u32 || signatures, 65 bytes each
    case messageID(hook: Digest, root: Digest, index: UInt32, signatures: [Bytes])

    /// A later checkpoint, and the proof that the message is in its tree.
    ///
    ///     Merkle tree hook 32 || message index u32 || signed message id 32 || proof 32 x 32 || signed index u32 || signatures
    case merkleRoot(
        hook: Digest, messageIndex: UInt32, signedMessageID: Digest, path: [Digest], signedIndex: UInt32, signatures: [Bytes])

    /// Which of the two forms the module expects: the bytes do not tell.
    public enum Form: String, Sendable, CaseIterable {
        case messageID, merkleRoot
    }

    /// - Throws: `HyperlaneCheckpointError.malformed`, `.partialSignature`, or `.tooManySignatures` above the most validators a module has.
    public init(parsing bytes: Bytes, form: Form) throws(HyperlaneCheckpointError) {
        var reader = BinaryReader(bytes)
        do {
            let hook = try reader.digest()
            switch form {
            case .messageID:
                let (root, index) = (try reader.digest(), try reader.u32())
                self = .messageID(hook: hook, root: root, index: index, signatures: [])
            case .merkleRoot:
                let (messageIndex, signedMessageID) = (try reader.u32(), try reader.digest())
                var path: [Digest] = []
                for _ in 0..<MerkleProof.depth { path.append(try reader.digest()) }
                self = .merkleRoot(
                    hook: hook, messageIndex: messageIndex, signedMessageID: signedMessageID, path: path, signedIndex: try reader.u32(),
                    signatures: [])
            }
        } catch {
            throw .malformed(error)
        }
        self = with(signatures: try Self.signatures(&reader))
    }

    public var encoded: Bytes {
        var writer = BinaryWriter()
        switch self {
        case .messageID(let hook, let root, let index, _):
            writer.raw(hook)
            writer.raw(root)
            writer.u32(index)
        case .merkleRoot(let hook, let messageIndex, let signedMessageID, let path, let signedIndex, _):
            writer.raw(hook)
            writer.u32(messageIndex)
            writer.raw(signedMessageID)
            for node in path { writer.raw(node) }
            writer.u32(signedIndex)
        }
        for signature in signatures { writer.raw(signature) }
        return writer.bytes
    }

    /// r || s || v each.
    public var signatures: [Bytes] {
        switch self {
        case .messageID(_, _, _, let signatures), .merkleRoot(_, _, _, _, _, let signatures): signatures
        }
    }

    /// The same with other signatures.
    public func with(signatures: [Bytes]) -> MultisigMetadata {
        switch self {
        case .messageID(let hook, let root, let index, _): .messageID(hook: hook, root: root, index: index, signatures: signatures)
        case .merkleRoot(let hook, let messageIndex, let signedMessageID, let path, let signedIndex, _):
            .merkleRoot(
                hook: hook, messageIndex: messageIndex, signedMessageID: signedMessageID, path: path, signedIndex: signedIndex,
                signatures: signatures)
        }
    }

    private static func signatures(_ reader: inout BinaryReader) throws(HyperlaneCheckpointError) -> [Bytes] {
        let (count, rest) = reader.remaining.quotientAndRemainder(dividingBy: signatureByteCount)
        guard rest == 0 else { throw .partialSignature(signatureByteCount: signatureByteCount, got: reader.remaining) }
        guard count <= MultisigModule.maximumValidators else {
            throw .tooManySignatures(expected: MultisigModule.maximumValidators, got: count)
        }
        do {
            var signatures: [Bytes] = []
            for _ in 0..<count { signatures.append(try reader.raw(signatureByteCount)) }
            return signatures
        } catch {
            throw .malformed(error)
        }
    }
}
