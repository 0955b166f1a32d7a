import Encoding
import HyperlaneCheckpoint
import Signatures
import TestVectors
import Testing

@Suite("Published Hyperlane vectors", .enabled(if: VectorSet("hyperlane").isPresent))
struct PublishedVectorTests {
    static let vectors = VectorSet("hyperlane")

    @Test("every entry has the published hash, root or signer, or is refused for its own reason", arguments: vectors.files())
    func file(_ name: String) throws {
        let file = try Self.vectors.node(name)
        let entries = file.value.arrayValue == nil ? [file] : try file.array(max: 100_000)
        var counts: [String: Int] = [:]
        for entry in entries { counts[try run(entry), default: 0] += 1 }
        let run = counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        print("hyperlane \(name): \(entries.count) found, run: \(run)")
        #expect(counts.values.reduce(0, +) == entries.count && !entries.isEmpty)
    }

    /// Runs one entry by its shape and says what it was.
    private func run(_ entry: JSONNode) throws -> String {
        if let expected = try entry.optional("expectedDomainHash") {
            #expect(try domain(entry, contract: "mailbox").checkpointHash == (try expected.digest0x()))
            return "domain hashes"
        }
        if entry.value["kind"] != nil { return try statement(entry) }
        if entry.value["leaves"] != nil { return try tree(entry) }
        if entry.value["proof"] != nil { return try proof(try entry["proof"], root: try entry["root"].digest0x(), isValid: true) }
        if entry.value["path"] != nil {
            let isValid = try entry.optional("valid")?.bool() ?? true
            return try proof(entry, root: try entry.optional("expectedRoot")?.digest0x(), isValid: isValid)
        }
        let message = try message(entry)
        #expect(message.id == (try entry["id"].digest0x()))
        #expect(try HyperlaneMessage(parsing: message.encoded) == message)
        return "messages"
    }

    private func domain(_ entry: JSONNode, contract: String) throws -> HyperlaneDomain {
        HyperlaneDomain(number: try entry.uint32("domain"), contract: try entry[contract].digest0x())
    }

    private func message(_ entry: JSONNode) throws -> HyperlaneMessage {
        #expect(UInt64(HyperlaneMessage.version) == (try entry["version"].uint64()))
        let body = try entry["body"]
        return try HyperlaneMessage(
            nonce: try entry.uint32("nonce"), origin: try entry.uint32("origin"), sender: try entry["sender"].digest0x(),
            destination: try entry.uint32("destination"), recipient: try entry["recipient"].digest0x(),
            body: body.value.arrayValue == nil ? try body.hex0xBytes() : try body.array(max: 1 << 20).map { UInt8(try $0.integer(in: 0...255)) })
    }

    private func statement(_ entry: JSONNode) throws -> String {
        let signer = try EthereumAddress(hex: try entry["signer"].string())
        let signature = try entry["signature"].hex0xBytes()
        let verify: () throws(HyperlaneCheckpointError) -> Void
        if try entry["kind"].string() == "validator-announcement" {
            let announcement = try ValidatorAnnouncement(
                domain: try domain(entry, contract: "mailbox"), storageLocation: try entry["storageLocation"].string())
            verify = { () throws(HyperlaneCheckpointError) in try announcement.verify(signature, by: signer) }
        } else {
            let checkpoint = try checkpoint(entry)
            verify = { () throws(HyperlaneCheckpointError) in try checkpoint.verify(signature, by: signer) }
        }
        if try entry["valid"].bool() {
            try verify()
        } else {
            let error = try #require(throws: HyperlaneCheckpointError.self) { try verify() }
            switch try entry.optional("origin")?.string() ?? "" {
            case let origin where origin.contains("high"): #expect(error == .unrecoverableSignature(.highS(.secp256k1)))
            case _ where signature.count != 65:
                #expect(error == .unrecoverableSignature(.wrongLength("EIP-191 signature", expected: 65, got: signature.count)))
            default:
                guard case .wrongSigner(signer, let got) = error else { throw error }
                #expect(got != signer)
            }
        }
        return try entry["kind"].string()
    }

    private func checkpoint(_ entry: JSONNode) throws -> Checkpoint {
        let checkpoint = Checkpoint(
            domain: try domain(entry, contract: "merkleTreeHook"), root: try entry["root"].digest0x(), index: try entry.uint32("index"),
            messageID: try entry.optional("messageId")?.digest0x())
        #expect((checkpoint.messageID != nil) == (try entry["kind"].string() == "checkpoint-with-message-id"))
        if let message = try entry.optional("message") { #expect(try self.message(message).id == checkpoint.messageID) }
        // A derived entry whose domain was changed keeps the digest of the honest one.
        if let digest = try entry.optional("digest"), try entry["valid"].bool() { #expect(checkpoint.digest == (try digest.digest0x())) }
        return checkpoint
    }

    private func tree(_ entry: JSONNode) throws -> String {
        let leaves = try entry["leaves"].array(max: 10_000).map { EIP191.digest(message: Bytes(try $0.string().utf8)) }
        let expected = try entry["expectedRoot"].digest0x()
        var tree = IncrementalMerkleTree()
        for leaf in leaves { try tree.append(leaf) }
        #expect(tree.root == expected)
        for index in leaves.indices { try MerkleProof.make(index: UInt32(index), among: leaves).verify(root: expected) }
        return "roots"
    }

    private func proof(_ entry: JSONNode, root: Digest?, isValid: Bool) throws -> String {
        let path = try entry["path"].array(max: 100).map { try $0.digest0x() }
        let (leaf, index) = (try entry["leaf"].digest0x(), try entry.uint32("index"))
        guard path.count == MerkleProof.depth else {
            #expect(!isValid)
            #expect(throws: HyperlaneCheckpointError.wrongProofLength(expected: 32, got: path.count)) {
                try MerkleProof(leaf: leaf, index: index, path: path)
            }
            return "proofs of another length"
        }
        let proof = try MerkleProof(leaf: leaf, index: index, path: path)
        let expected = root ?? proof.root
        if isValid {
            try proof.verify(root: expected)
            #expect(throws: HyperlaneCheckpointError.self) { try MerkleProof(leaf: leaf, index: index ^ 1, path: path).verify(root: expected) }
        } else {
            #expect(throws: HyperlaneCheckpointError.wrongRoot(expected: expected, got: proof.root)) { try proof.verify(root: expected) }
        }
        return isValid ? "proofs" : "proofs to another root"
    }
}

extension JSONNode {
    func digest0x() throws -> Digest { try Digest(try hex0xBytes()) }

    func uint32(_ member: String) throws -> UInt32 { UInt32(try self[member].integer(in: 0...Int(UInt32.max))) }
}
