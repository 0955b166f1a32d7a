import Encoding

/// A proof file as JSON of the right members, not read any further: the step `format`.
struct ProofFileForm {
    let network: JSONNode
    /// One to `StateProofFile.maximumEntries`, each with just the members of an entry.
    let entries: [JSONNode]

    init(parsing bytes: [UInt8]) throws(ProofFileError) {
        let root = try decoding { () throws(EncodingError) in
            JSONNode(try JSON.parse(bytes, limits: JSONLimits(maximumBytes: StateProofFile.maximumBytes, maximumDepth: 16)))
        }
        try Self.verifyMembers(of: root, ["format", "network", "proofs"])
        let (format, nodes) = try decoding { () throws(EncodingError) in
            (try root["format"].string(max: 64), try root["proofs"].array(max: StateProofFile.maximumEntries))
        }
        guard format == StateProofFile.format else { throw .unknownFormat(expected: StateProofFile.format, got: format) }
        guard !nodes.isEmpty else { throw .noProofs }
        for node in nodes { try Self.verifyMembers(of: node, AccountProofEntry.keys) }
        network = try decoding { () throws(EncodingError) in try root["network"] }
        entries = nodes
    }

    /// Just these members, each of them there.
    private static func verifyMembers(of node: JSONNode, _ keys: [String]) throws(ProofFileError) {
        try decoding { () throws(EncodingError) in
            try node.object(allowing: keys)
            for key in keys { _ = try node[key] }
        }
    }
}
