public import CollateralState
public import Encoding
public import Margin
public import Signatures

/// A proposal as it was received, with the set it names and the signatures so far: nothing about it is known to be agreed until `verify`
/// makes `GovernedParameters` of it.
public struct SignedParameters: Sendable {
    public static let maximumSignatures = GovernanceSet.maximumGovernors

    /// The bytes that were signed.
    public let record: Bytes
    public let set: ParameterSet
    public let signatures: [KeyedSignature]

    /// - Throws: `outOfRange` for more signatures than a governance set has keys.
    public init(record: Bytes, set: ParameterSet, signatures: [KeyedSignature]) throws(GovernanceError) {
        guard signatures.count <= Self.maximumSignatures else {
            throw .outOfRange(
                field: "signatures of a proposal", expected: "at most \(Self.maximumSignatures)", got: "\(signatures.count)")
        }
        self.record = record
        self.set = set
        self.signatures = signatures
    }

    /// A proposal that nobody has signed yet.
    ///
    /// - Throws: `wrongSet` when it names another set.
    public init(unsigned proposal: ParameterProposal, set: ParameterSet) throws(GovernanceError) {
        guard proposal.parameters == set.digest else { throw .wrongSet(expected: proposal.parameters, got: set.digest) }
        try self.init(record: proposal.encoded, set: set, signatures: [])
    }

    /// The digest that is signed.
    public var digest: Digest { SHA256.hash(tag: .parameterProposal, record) }

    /// The same with one more signature, in place of an older one of the same key.
    ///
    /// - Throws: what `proposal()` throws, so that nobody signs what cannot be read; `signature` when the key cannot sign.
    public func signed(with key: PrivateKey) throws(GovernanceError) -> SignedParameters {
        _ = try proposal()
        let signature = try signing { () throws(SignatureError) in try key.sign(digest) }
        let entry = KeyedSignature(signer: key.publicKey.id, signature: signature)
        let others = signatures.filter { $0.signer != entry.signer }
        return try SignedParameters(record: record, set: set, signatures: (others + [entry]).sorted { $0.signer < $1.signer })
    }

    /// What the record says, whoever signed it.
    ///
    /// - Throws: what `ParameterProposal.init(parsing:)` throws; `wrongNetwork`, `wrongSet` or `outOfRange` when it is not about the set.
    public func proposal() throws(GovernanceError) -> ParameterProposal {
        let proposal = try ParameterProposal(parsing: record)
        guard proposal.network == set.network else {
            throw .wrongNetwork(record: "parameters", expected: proposal.network, got: set.network)
        }
        guard proposal.parameters == set.digest else { throw .wrongSet(expected: proposal.parameters, got: set.digest) }
        guard proposal.number == set.number, proposal.previous == set.previous else {
            throw .outOfRange(
                field: "number and previous digest of the proposal", expected: "those of the parameters, \(set.number) and \(set.previous)",
                got: "\(proposal.number) and \(proposal.previous)")
        }
        return proposal
    }

    /// The weight behind these bytes; every signature is verified.
    ///
    /// - Throws: `unknownSigner`, `invalidSignature`.
    public func tally(_ governance: GovernanceSet) throws(GovernanceError) -> GovernanceTally {
        var tally = GovernanceTally(digest: digest, set: governance)
        for entry in signatures { try tally.add(entry) }
        return tally
    }
}
