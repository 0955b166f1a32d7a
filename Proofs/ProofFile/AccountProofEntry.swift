public import ChainIdentity
public import CollateralState
import Encoding
import Quorum
import Signatures
import StateTree

/// What one entry of a proof file says, parsed and not verified: one account of one stream at one certified header.
public struct AccountProofEntry: Hashable, Sendable {
    public let description: StreamDescription
    public let genesis: AttesterSet
    public let setChanges: [AttesterSetChange]
    public let header: StateMessageHeader
    /// Ascending by key id.
    public let attestations: [Attestation]
    public let account: AccountID
    /// The encoded account state; nil proves absence.
    public let state: [UInt8]?
    /// The encoded ICS-23 proof; nil only where the empty tree's root proves absence by itself.
    public let proof: [UInt8]?

    static let maximumSetChanges = 1_024
    static let keys = [
        "account", "readable", "description", "genesis", "setChanges", "header", "attestations", "state", "proof",
    ]

    public init(
        description: StreamDescription, genesis: AttesterSet, setChanges: [AttesterSetChange], header: StateMessageHeader,
        attestations: [Attestation], account: AccountID, state: [UInt8]?, proof: [UInt8]?
    ) {
        self.description = description
        self.genesis = genesis
        self.setChanges = setChanges
        self.header = header
        self.attestations = attestations
        self.account = account
        self.state = state
        self.proof = proof
    }

    /// Where the entry stands in its file.
    var place: Place { Place(account: account, stream: description.id) }

    /// Entries of a file ascend by account, then stream, each once: one content has one file.
    struct Place: Hashable, Comparable {
        let account: AccountID
        let stream: StreamID

        static func < (left: Place, right: Place) -> Bool { (left.account, left.stream) < (right.account, right.stream) }
    }

    func json() throws(ProofFileError) -> JSON {
        [
            "account": .string(account.description),
            "readable": ReadableAccount.json(header: header, description: description, state: try decodedState()),
            "description": .string(Hex.encode(description.encoded)),
            "genesis": .string(Hex.encode(genesis.encoded)),
            "setChanges": .array(setChanges.map(SetChangeForm.json)),
            "header": .string(Hex.encode(header.encoded)),
            "attestations": .array(attestations.map(Self.json)),
            "state": state.map { .string(Hex.encode($0)) } ?? .null,
            "proof": proof.map { .string(Hex.encode($0)) } ?? .null,
        ]
    }

    func decodedState() throws(ProofFileError) -> AccountState? {
        guard let state else { return nil }
        return try parsing { () throws(CollateralStateError) in try AccountState(parsing: state) }
    }

    private static func json(_ attestation: Attestation) -> JSON {
        [
            "record": .string(Hex.encode(attestation.record.encoded)),
            "signer": .string(attestation.signer.digest.hex),
            "signature": .string(Hex.encode(attestation.signature.bytes)),
        ]
    }

    static func attestation(_ node: JSONNode) throws(ProofFileError) -> Attestation {
        let (record, signer, signature) = try decoding { () throws(EncodingError) in
            try node.object(allowing: ["record", "signer", "signature"])
            return (try node["record"].hexBytes(), try node["signer"].digest(), try node["signature"].hexBytes())
        }
        guard record.count == AttestationRecord.byteCount else {
            throw .record(
                .outOfRange(field: "attestation record bytes", expected: "\(AttestationRecord.byteCount)", got: "\(record.count)"))
        }
        return try parsing { () throws(CollateralStateError) in try Attestation(parsing: record + signer.bytes + signature) }
    }
}
