import Encoding
import EthereumHeader
import EthereumState
import Signatures

/// An answer of `eth_getProof`, alone (then its state root must be pinned) or beside its block (then the block's hash must be):
///
///     {address, accountProof, ...}   or   {"block": {...}, "proof": {address, accountProof, ...}}
struct EthereumStateCheck {
    let pins: Pins

    func report(on bytes: Bytes) throws(OfflineVerifierError) -> VerificationReport {
        guard !pins.ethereum.stateRoots.isEmpty || !pins.ethereum.blockHashes.isEmpty else {
            throw .nothingPinned(.ethereumState, member: "ethereum.blockHashes or ethereum.stateRoots")
        }
        var trace = Trace(.ethereumState)
        do { return try verified(bytes, &trace) } catch { return trace.rejected }
    }

    private func verified(_ bytes: Bytes, _ trace: inout Trace) throws(StepFailed) -> VerificationReport {
        let (proof, block) = try trace.step("format", "JSON of an eth_getProof answer") {
            let root = JSONNode(try JSON.parse(bytes, limits: JSONLimits(maximumBytes: ProofKind.maximumBytes, maximumDepth: 16)))
            let node = try root.optional("result") ?? root
            return (try EIP1186Proof(parsing: node.optional("proof") ?? node), try node.optional("block"))
        }
        let (root, facts): (Digest, [Fact])
        if let block { (root, facts) = try anchored(block, &trace) } else { (root, facts) = try pinnedRoot(proof, &trace) }
        let proven = try trace.step(
            "state", "\(proof.accountProof.count) nodes of account \(proof.address) and those of \(proof.storage.count) slots with state root \(Hex.encode0x(root.bytes)), and what the answer claims with what they prove"
        ) { try proof.verify(stateRoot: root) }
        return trace.accepted(.facts(facts + Self.facts(proven)))
    }

    private func anchored(_ block: JSONNode, _ trace: inout Trace) throws(StepFailed) -> (Digest, [Fact]) {
        let sealed = try trace.step("header", "the block's members make a header") {
            try SealedHeader(BlockHeader(parsing: block, limits: .ethereum))
        }
        let hash = Hex.encode0x(sealed.hash.bytes)
        try trace.require(
            pins.ethereum.blockHashes.contains(sealed.hash), "block-hash", "the header's hash \(hash) with those that are pinned", label: "untrusted-hash",
            reason: "the header hashes to \(hash), which is none of the \(pins.ethereum.blockHashes.count) pinned block hashes")
        return (sealed.header.stateRoot, [Fact("block", sealed.header.number), Fact("block hash", hash)])
    }

    private func pinnedRoot(_ proof: EIP1186Proof, _ trace: inout Trace) throws(StepFailed) -> (Digest, [Fact]) {
        let root = proof.accountProof.first.map { Keccak256.hash($0) } ?? EthereumAccount.emptyStorageRoot
        let text = Hex.encode0x(root.bytes)
        try trace.require(
            pins.ethereum.stateRoots.contains(root), "state-root", "the hash of the first node \(text) with the state roots that are pinned", label: "untrusted-root",
            reason: "the proof begins at state root \(text), which is none of the \(pins.ethereum.stateRoots.count) pinned ones")
        return (root, [])
    }

    private static func facts(_ proven: ProvenEthereumAccount) -> [Fact] {
        var facts = [Fact("state root", Hex.encode0x(proven.stateRoot.bytes)), Fact("account", proven.address)]
        if let account = proven.account {
            facts += [
                Fact("nonce", account.nonce), Fact("balance", account.balance), Fact("storage root", Hex.encode0x(account.storageRoot.bytes)),
                Fact("code hash", Hex.encode0x(account.codeHash.bytes)),
            ]
        } else {
            facts.append(Fact("exists", "no"))
        }
        return facts + proven.slots.map { Fact("slot \(Hex.encode0x($0.slot.bytes))", $0.value) }
    }
}
