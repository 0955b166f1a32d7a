import ChainIdentity
import CollateralState
import CommitmentProofs
import Encoding
import ProofFile
import Quorum
import StateTree

extension FuzzTargets {
    static let state: [FuzzTarget] = [commitmentProof, commitmentBundle, commitmentRoots, accountProof, proofFile, trustFile]

    private static func proofs() throws -> [Bytes] {
        guard let world = SampleWorld.shared else { return [] }
        return try world.accounts.map { try world.tree.proof(of: $0).encoded }
    }

    private static let commitmentProof = FuzzTarget(
        "commitment-proof", maximumLength: 8_192, seeds: proofs,
        parse: { bytes throws(CommitmentProofError) in try CommitmentProof(parsing: bytes) },
        promise: { proof, _ in try demand(try CommitmentProof(parsing: proof.encoded) == proof, "a proof is written as another one") })

    private static let commitmentBundle = FuzzTarget(
        "commitment-bundle", maximumLength: 8_192, seeds: proofs,
        parse: { bytes throws(CommitmentProofError) in try CommitmentProofBundle(parsing: bytes) },
        promise: { bundle, _ in
            guard let world = SampleWorld.shared, let account = world.accounts.last else { return }
            let found = (try? bundle.verifyMembership(spec: .smt, root: world.tree.root, key: account.bytes, value: [1])) != nil
            try demand(!found, "an account that is not there was proven")
        })

    /// Whatever proof is accepted by a specification leads to a root, and proves nothing else under that root.
    private static let commitmentRoots = FuzzTarget(
        "commitment-roots", maximumLength: 8_192, seeds: { try proofs().filter { try isExistence($0) }.map { [2] + $0 } }
    ) { input in
        var reader = InputReader(input)
        let spec = reader.choice(of: [ProofSpec.iavl, .tendermint, .smt])
        guard case .existence(let existence) = try? CommitmentProof(parsing: reader.remainder()),
            let bytes = try? existence.root(), let root = try? Digest(bytes)
        else { return false }
        let proof = CommitmentProof.existence(existence)
        let holds = (try? proof.verifyMembership(spec: spec, root: root, key: existence.key, value: existence.value)) != nil
        let other = (try? proof.verifyMembership(spec: spec, root: root, key: existence.key, value: existence.value + [0])) != nil
        let absent = (try? proof.verifyNonMembership(spec: spec, root: root, key: existence.key)) != nil
        try demand(!other && !absent, "one proof proves two things")
        return holds
    }

    private static func isExistence(_ bytes: Bytes) throws -> Bool {
        if case .existence = try CommitmentProof(parsing: bytes) { true } else { false }
    }

    private static let honestProofs = (try? proofs()) ?? []

    /// Whose account, and what is claimed of it; then whose honest proof is taken, and what is changed in it. Only the truth may be proven.
    private static let accountProof = FuzzTarget(
        "account-proof", maximumLength: 64, seeds: { (0..<9).map { [$0, $0 < 7 ? 1 : 0, $0] } }
    ) { input in
        guard let world = SampleWorld.shared else { return false }
        var reader = InputReader(input)
        let account = reader.choice(of: world.accounts)
        let truth = world.tree[account]
        let claim = reader.choice(of: [nil, truth, try SampleWorld.state(2).encoded()])
        let proof = reader.edited(reader.choice(of: honestProofs))
        do {
            try AccountProof.verify(root: world.tree.root, account: account, state: claim, encodedProof: proof)
        } catch {
            return false
        }
        try demand(claim == truth, "a proof holds for a state that is not the account's")
        return true
    }

    private static let proofFile = FuzzTarget(
        "proof-file", maximumLength: 16_384,
        seeds: {
            guard let world = SampleWorld.shared else { return [] }
            return try [world.accounts[0], world.accounts[8]].map {
                try StateProofFile(network: world.description.network, entries: [world.entry($0)]).printed()
            }
        }
    ) { input in
        guard let world = SampleWorld.shared else { return false }
        guard case .accepted(let proven) = StateProofFile.verify(input, trust: world.trust) else { return false }
        for account in proven {
            let truth = try world.tree[try account.account.key()].map { try AccountState(parsing: $0) }
            try demand(account.state == truth, "a file proves a state that is not the account's")
        }
        return true
    }

    private static let trustFile = FuzzTarget(
        "trust-file", maximumLength: 8_192, seeds: { SampleWorld.shared.map { [TrustFile.print($0.trust)] } ?? [] },
        parse: { bytes throws(ProofFileError) in try TrustFile.parse(bytes) },
        promise: { anchor, _ in _ = try TrustFile.parse(TrustFile.print(anchor)) })
}
