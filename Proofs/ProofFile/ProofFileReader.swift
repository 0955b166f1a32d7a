import ChainIdentity
import CollateralState
import Encoding
import Quorum
import Signatures

/// Parses a proof file and remembers which step it is in, so that a failure names it.
struct ProofFileReader {
    private var step = ProofStep.format
    private var entry: Int?

    mutating func parse(_ bytes: [UInt8]) throws(ProofFailure) -> StateProofFile {
        do { return try file(bytes) } catch { throw ProofFailure(step: step, entry: entry, error: error) }
    }

    private mutating func file(_ bytes: [UInt8]) throws(ProofFileError) -> StateProofFile {
        let (format, networkNode, nodes) = try decoding { () throws(EncodingError) in
            let root = JSONNode(try JSON.parse(bytes, limits: JSONLimits(maximumBytes: StateProofFile.maximumBytes, maximumDepth: 16)))
            try root.object(allowing: ["format", "network", "proofs"])
            return (
                try root["format"].string(max: 64), try root["network"].string(max: 64),
                try root["proofs"].array(max: StateProofFile.maximumEntries)
            )
        }
        guard format == StateProofFile.format else { throw .unknownFormat(expected: StateProofFile.format, got: format) }
        guard !nodes.isEmpty else { throw .noProofs }
        step = .network
        let network = try parsing { () throws(CollateralStateError) in try NetworkName(parsing: networkNode) }
        var entries: [AccountProofEntry] = []
        for (index, node) in nodes.enumerated() {
            entry = index
            entries.append(try parseEntry(node))
        }
        return StateProofFile(network: network, entries: entries)
    }

    private mutating func parseEntry(_ node: JSONNode) throws(ProofFileError) -> AccountProofEntry {
        step = .format
        _ = try decoding { () throws(EncodingError) in try node.object(allowing: AccountProofEntry.keys) }
        let account = try parseAccount(node)
        step = .stream
        let descriptionBytes = try hex(node, "description")
        let description = try parsing { () throws(CollateralStateError) in try StreamDescription(parsing: descriptionBytes) }
        step = .attesterSets
        let genesisBytes = try hex(node, "genesis")
        let genesis = try parsing { () throws(CollateralStateError) in try AttesterSet(parsing: genesisBytes) }
        let setChanges = try parseSetChanges(node)
        step = .header
        let headerBytes = try hex(node, "header")
        let header = try parsing { () throws(CollateralStateError) in try StateMessageHeader(parsing: headerBytes) }
        step = .attestations
        let attestations = try parseAttestations(node)
        let (state, proof) = try parseLeaf(node)
        let parsed = AccountProofEntry(
            description: description, genesis: genesis, setChanges: setChanges, header: header, attestations: attestations,
            account: account, state: state, proof: proof)
        step = .accountState
        try verifyReadable(node, parsed)
        return parsed
    }

    private func parseAccount(_ node: JSONNode) throws(ProofFileError) -> AccountID {
        let text = try decoding { () throws(EncodingError) in try node["account"].string(max: 256) }
        do { return try AccountID(parsing: text) } catch { throw .identity(error) }
    }

    private func parseSetChanges(_ node: JSONNode) throws(ProofFileError) -> [AttesterSetChange] {
        let nodes = try decoding { () throws(EncodingError) in
            try node["setChanges"].array(max: AccountProofEntry.maximumSetChanges)
        }
        return try nodes.map { (node) throws(ProofFileError) in try SetChangeForm.parse(node) }
    }

    private func parseAttestations(_ node: JSONNode) throws(ProofFileError) -> [Attestation] {
        let nodes = try decoding { () throws(EncodingError) in
            try node["attestations"].array(max: AttesterSet.maximumAttesters)
        }
        return try nodes.map { (node) throws(ProofFileError) in try AccountProofEntry.attestation(node) }
    }

    private mutating func parseLeaf(_ node: JSONNode) throws(ProofFileError) -> (state: [UInt8]?, proof: [UInt8]?) {
        step = .accountState
        let state = try optionalHex(node, "state")
        step = .treeProof
        return (state, try optionalHex(node, "proof"))
    }

    private func verifyReadable(_ node: JSONNode, _ entry: AccountProofEntry) throws(ProofFileError) {
        let readable = try decoding { () throws(EncodingError) in try node["readable"] }
        let expected = ReadableAccount.json(header: entry.header, description: entry.description, state: try entry.decodedState())
        if let difference = JSONDifference(expected: expected, got: readable.value, path: readable.path) {
            throw .readableDiffers(path: "\(difference.path)", expected: difference.expected, got: difference.got)
        }
    }

    private func hex(_ node: JSONNode, _ key: String) throws(ProofFileError) -> [UInt8] {
        try decoding { () throws(EncodingError) in try node[key].hexBytes() }
    }

    private func optionalHex(_ node: JSONNode, _ key: String) throws(ProofFileError) -> [UInt8]? {
        try decoding { () throws(EncodingError) in
            let member = try node[key]
            return member.isNull ? nil : try member.hexBytes()
        }
    }
}
