public import Encoding
public import Signatures

/// The validators of one origin and how many of them must have signed a checkpoint: a multisig interchain security module.
///
/// Source: Hyperlane `AbstractMultisigIsm.sol`, `AbstractMessageIdMultisigIsm.sol` and `AbstractMerkleRootMultisigIsm.sol`.
public struct MultisigModule: Hashable, Sendable {
    /// The contracts count validators by a byte.
    public static let maximumValidators = 255

    /// Hyperlane's number of the chain whose messages this module guards.
    public let origin: UInt32
    /// In the module's order: signatures come in the same.
    public let validators: [EthereumAddress]
    public let threshold: Int

    /// - Throws: `HyperlaneCheckpointError.noValidators`, `.tooManyValidators`, `.repeatedValidator` or `.thresholdOutOfRange`.
    public init(origin: UInt32, validators: [EthereumAddress], threshold: Int) throws(HyperlaneCheckpointError) {
        guard !validators.isEmpty else { throw .noValidators }
        guard validators.count <= Self.maximumValidators else {
            throw .tooManyValidators(maximum: Self.maximumValidators, got: validators.count)
        }
        var seen: Set<EthereumAddress> = []
        for validator in validators where !seen.insert(validator).inserted { throw .repeatedValidator(validator) }
        guard (1...validators.count).contains(threshold) else {
            throw .thresholdOutOfRange(validators: validators.count, got: threshold)
        }
        (self.origin, self.validators, self.threshold) = (origin, validators, threshold)
    }

    /// The message, when exactly `threshold` validators signed a checkpoint that holds it.
    ///
    /// - Parameters:
    ///   - bytes: the message as it travels.
    ///   - metadata: as the relayer hands it in.
    ///   - form: which form of metadata the module on the destination expects.
    public func verify(
        message bytes: Bytes, metadata: Bytes, form: MultisigMetadata.Form
    ) throws(HyperlaneCheckpointError) -> VerifiedHyperlaneMessage {
        let message = try HyperlaneMessage(parsing: bytes)
        guard message.origin == origin else { throw .wrongOrigin(expected: origin, got: message.origin) }
        let metadata = try MultisigMetadata(parsing: metadata, form: form)
        let checkpoint = try checkpoint(from: metadata, for: message.id)
        let signers = try verifySignatures(metadata.signatures, of: checkpoint)
        return VerifiedHyperlaneMessage(message: message, id: message.id, checkpoint: checkpoint, signers: signers)
    }

    /// The checkpoint that the signatures must be over. The message enters it, by its id or by the root that its proof leads to.
    private func checkpoint(from metadata: MultisigMetadata, for id: Digest) throws(HyperlaneCheckpointError) -> Checkpoint {
        switch metadata {
        case .messageID(let hook, let root, let index, _):
            return Checkpoint(domain: HyperlaneDomain(number: origin, contract: hook), root: root, index: index, messageID: id)
        case .merkleRoot(let hook, let messageIndex, let signedMessageID, let path, let signedIndex, _):
            guard messageIndex <= signedIndex else {
                throw .messageBehindCheckpoint(checkpointIndex: signedIndex, messageIndex: messageIndex)
            }
            guard messageIndex < signedIndex || signedMessageID == id else { throw .wrongMessageID(expected: id, got: signedMessageID) }
            let root = try MerkleProof(leaf: id, index: messageIndex, path: path).root
            return Checkpoint(
                domain: HyperlaneDomain(number: origin, contract: hook), root: root, index: signedIndex, messageID: signedMessageID)
        }
    }

    /// The validators who signed `checkpoint`, each once, in the module's order.
    ///
    /// - Parameter signatures: r || s || v each, exactly `threshold` of them.
    public func verifySignatures(_ signatures: [Bytes], of checkpoint: Checkpoint) throws(HyperlaneCheckpointError) -> [EthereumAddress] {
        guard signatures.count >= threshold else { throw .belowThreshold(expected: threshold, got: signatures.count) }
        guard signatures.count == threshold else { throw .tooManySignatures(expected: threshold, got: signatures.count) }
        let hash = checkpoint.signingHash
        var places: [Int] = []
        for (position, signature) in signatures.enumerated() {
            let signer: EthereumAddress
            do { signer = try EIP191.signer(digest: hash, signature65: signature) } catch {
                throw .unrecoverableValidatorSignature(position: position, error)
            }
            guard let place = validators.firstIndex(of: signer) else { throw .notAValidator(position: position, signer) }
            guard !places.contains(place) else { throw .signedTwice(position: position, signer) }
            if let last = places.last, place < last { throw .outOfValidatorOrder(position: position, signer) }
            places.append(place)
        }
        return places.map { validators[$0] }
    }
}

/// A message in a checkpoint that enough validators signed. Only `MultisigModule.verify` makes one.
public struct VerifiedHyperlaneMessage: Hashable, Sendable {
    public let message: HyperlaneMessage
    public let id: Digest
    public let checkpoint: Checkpoint
    public let signers: [EthereumAddress]

    init(message: HyperlaneMessage, id: Digest, checkpoint: Checkpoint, signers: [EthereumAddress]) {
        (self.message, self.id, self.checkpoint, self.signers) = (message, id, checkpoint, signers)
    }
}
