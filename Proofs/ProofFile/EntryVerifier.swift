import ChainIdentity
import CollateralState
import Encoding
import Quorum
import StateTree

/// Verifies one entry of a proof file, step by step in the order of `ProofStep`: each step reads the members it needs and no others, so that
/// the first thing that does not hold is the one that is reported.
struct EntryVerifier {
    let trust: TrustAnchor
    let index: Int
    /// Of the entry before; nil for the first.
    let previous: AccountProofEntry.Place?
    let node: JSONNode

    /// What an entry in which nothing is wrong comes to.
    enum Finding {
        case proven(ProvenAccount)
        /// All but weight: a quorum's signatures are not all there.
        case underQuorum(ProofFailure)
    }

    /// - Returns: the entry as it was read, and what it proves.
    func verify() throws(ProofFailure) -> (entry: AccountProofEntry, finding: Finding) {
        let (account, pinned) = try step(.stream) { () throws(ProofFileError) in try verifiedStream() }
        let history = try step(.attesterSets) { () throws(ProofFileError) in try verifiedSets(pinned) }
        let header = try step(.header) { () throws(ProofFileError) in try verifiedHeader(of: pinned.description) }
        let (attestations, certificate) = try step(.attestations) { () throws(ProofFileError) in try verifiedAttestations(of: header, history) }
        let (encodedState, state) = try step(.accountState) { () throws(ProofFileError) in try verifiedState(header, pinned.description) }
        let proof = try step(.treeProof) { () throws(ProofFileError) in try verifiedProof(of: account, encodedState, header) }
        let entry = AccountProofEntry(
            description: pinned.description, genesis: history.genesis, setChanges: history.changes, header: header,
            attestations: attestations, account: account, state: encodedState, proof: proof)
        switch certificate {
        case .success(let certificate):
            let proven = ProvenAccount(
                account: account, state: state, certificate: certificate, description: pinned.description, history: history)
            return (entry, .proven(proven))
        case .failure(let error):
            return (entry, .underQuorum(ProofFailure(step: .attestations, entry: index, error: .quorum(error))))
        }
    }

    private func step<Value>(_ step: ProofStep, _ body: () throws(ProofFileError) -> Value) throws(ProofFailure) -> Value {
        do { return try body() } catch { throw ProofFailure(step: step, entry: index, error: error) }
    }

    /// The account in its one spelling, and the stream the trust file pins.
    private func verifiedStream() throws(ProofFileError) -> (AccountID, TrustedStream) {
        let bytes = try hex("description")
        let description = try parsing { () throws(CollateralStateError) in try StreamDescription(parsing: bytes) }
        guard let pinned = trust[description.id] else { throw .unknownStream(description.id) }
        let text = try decoding { () throws(EncodingError) in try node["account"].string(max: AccountID.maximumLength) }
        let (account, canonical) = try identifying { () throws(ChainIdentityError) in
            let account = try AccountID(parsing: text)
            return (account, try AccountID(chain: account.chain, key: account.key()))
        }
        guard account.chain == description.chain else { throw .accountOnOtherChain(expected: description.chain, got: account.chain) }
        guard account == canonical else { throw .accountSpelling(expected: canonical, got: account) }
        try verifyPlace(AccountProofEntry.Place(account: account, stream: description.id))
        return (account, pinned)
    }

    private func verifyPlace(_ place: AccountProofEntry.Place) throws(ProofFileError) {
        guard let previous, previous >= place else { return }
        throw previous == place ? .repeatedEntry(place.account, place.stream) : .entriesNotAscending(place.account, place.stream)
    }

    private func verifiedSets(_ pinned: TrustedStream) throws(ProofFileError) -> AttesterSetHistory {
        let bytes = try hex("genesis")
        let genesis = try parsing { () throws(CollateralStateError) in try AttesterSet(parsing: bytes) }
        guard genesis == pinned.genesis else { throw .differentGenesis(expected: pinned.genesis.digest, got: genesis.digest) }
        let nodes = try array("setChanges", max: AccountProofEntry.maximumSetChanges)
        var history = try certifying { () throws(QuorumError) in try AttesterSetHistory(genesis: genesis) }
        for node in nodes {
            let change = try SetChangeForm.parse(node)
            try certifying { () throws(QuorumError) in try history.apply(change) }
        }
        return history
    }

    private func verifiedHeader(of description: StreamDescription) throws(ProofFileError) -> StateMessageHeader {
        let bytes = try hex("header")
        let header = try parsing { () throws(CollateralStateError) in try StateMessageHeader(parsing: bytes) }
        guard header.stream == description.id else { throw .differentStream(expected: description.id, got: header.stream) }
        return header
    }

    /// - Returns: the attestations, each valid, and their certificate, or how much weight is missing.
    private func verifiedAttestations(
        of header: StateMessageHeader, _ history: AttesterSetHistory
    ) throws(ProofFileError) -> ([Attestation], Result<CertifiedHeader, QuorumError>) {
        let attestations = try array("attestations", max: AttesterSet.maximumAttesters).map { (node) throws(ProofFileError) in
            try AccountProofEntry.attestation(node)
        }
        do { return (attestations, .success(try history.certify(header, attestations))) } catch .underQuorum(let expected, let got) {
            return (attestations, .failure(.underQuorum(expected: expected, got: got)))
        } catch { throw .quorum(error) }
    }

    private func verifiedState(
        _ header: StateMessageHeader, _ description: StreamDescription
    ) throws(ProofFileError) -> (encoded: [UInt8]?, state: AccountState?) {
        let encoded = try optionalHex("state")
        let state = try encoded.map { (bytes) throws(ProofFileError) in
            try parsing { () throws(CollateralStateError) in try AccountState(parsing: bytes) }
        }
        let readable = try decoding { () throws(EncodingError) in try node["readable"] }
        let expected = ReadableAccount.json(header: header, description: description, state: state)
        if let difference = JSONDifference(expected: expected, got: readable.value, path: readable.path) {
            throw .readableDiffers(path: "\(difference.path)", expected: difference.expected, got: difference.got)
        }
        return (encoded, state)
    }

    private func verifiedProof(
        of account: AccountID, _ state: [UInt8]?, _ header: StateMessageHeader
    ) throws(ProofFileError) -> [UInt8]? {
        let encoded = try optionalHex("proof")
        let key = try identifying { () throws(ChainIdentityError) in try account.key() }
        do {
            try AccountProof.verify(root: header.stateRoot, account: key, state: state, encodedProof: encoded)
        } catch { throw .tree(error) }
        return encoded
    }

    private func hex(_ key: String) throws(ProofFileError) -> [UInt8] {
        try decoding { () throws(EncodingError) in try node[key].hexBytes() }
    }

    private func optionalHex(_ key: String) throws(ProofFileError) -> [UInt8]? {
        try decoding { () throws(EncodingError) in
            let member = try node[key]
            return member.isNull ? nil : try member.hexBytes()
        }
    }

    private func array(_ key: String, max maximum: Int) throws(ProofFileError) -> [JSONNode] {
        try decoding { () throws(EncodingError) in try node[key].array(max: maximum) }
    }
}
