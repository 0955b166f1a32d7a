import CometBFT
import Encoding
import TestVectors
import Testing

/// Recorded answers of real nodes: what hangs together in them must, and every mutation must fail for what was mutated.
@Suite(.enabled(if: VectorSet("cometbft_rpc").isPresent))
struct RPCVectorTests {
    static let vectors = VectorSet("cometbft_rpc")
    static let answers = vectors.files().filter { !$0.contains("mutations") }

    static func folder(_ file: String) -> String {
        String(file.prefix { $0 != "/" })
    }

    @Test("hashes of headers, transactions and last commits, and the proofs of transactions, come out as the nodes wrote them")
    func everythingRecomputed() throws {
        var counts = Counts()
        for file in Self.answers {
            let bytes = try Self.vectors.bytes(file)
            do {
                try counts.walk(try RPCAnswer.result(bytes), file)
            } catch CometBFTError.answeredWithError(let code, let message) {
                #expect(code != 0 && !message.isEmpty, "\(file)")
                counts.errors += 1
            }
        }
        #expect(counts.headers > 0 || Self.answers.isEmpty)
        print("cometbft_rpc: \(Self.answers.count) answers found, \(Self.answers.count) run: \(counts)")
    }

    @Test("commits are verified by the validators of their chain's genesis")
    func commits() throws {
        let files = Self.answers.filter { $0.contains("/commit") }
        var verified = 0
        for file in files {
            guard let validators = try Self.validators(Self.folder(file)) else { continue }
            let signedHeader = try RPCAnswer.signedHeader(commit: try Self.vectors.bytes(file))
            #expect(throws: Never.self, "\(file)") { try signedHeader.verify(by: validators) }
            #expect(signedHeader.header.validatorsHash == validators.hash)
            verified += 1
        }
        print("cometbft_rpc: \(files.count) commits found, \(verified) verified")
    }

    /// The set of a chain's genesis or, without that file, the one validator who answered for its status; nil where neither is known.
    static func validators(_ folder: String) throws -> ValidatorSet? {
        if vectors.contains("\(folder)/genesis.json"),
            let list = try vectors.node("\(folder)/genesis.json")["result"]["genesis"].optionalOrNull("validators") {
            return try ValidatorSet(
                list.array(max: 1_000).map { node in
                    // A genesis file calls the power by another name.
                    guard case .object(var members) = node.value else { throw node.unexpected("an object") }
                    members["voting_power"] = try node["power"].value
                    return try Validator(JSONNode(.object(members), path: node.path))
                })
        }
        guard vectors.contains("\(folder)/status.json") else { return nil }
        return try ValidatorSet([try Validator(try vectors.node("\(folder)/status.json")["result"]["validator_info"])])
    }

    @Test("every mutation of a commit is refused, by an error that belongs to what was mutated")
    func mutations() throws {
        var (found, run) = (0, 0)
        for file in Self.vectors.files().filter({ $0.contains("mutations_of_") }) {
            let mutations = try Self.vectors.node(file).array(max: 10_000)
            found += mutations.count
            let baseFile = file.replacing("mutations_of_", with: "")
            guard Self.vectors.contains(baseFile), let validators = try Self.validators(Self.folder(file)) else { continue }
            let base = try Self.vectors.node(baseFile)["result"]["signed_header"]
            for mutation in mutations {
                let altered = base.value.replacing(try mutation["path"].array(max: 16)[...], with: try mutation["value"].value)
                let name = "\(file): \(try mutation["rule"].string())"
                let error = #expect(throws: CometBFTError.self, "\(name)") { try SignedHeader(JSONNode(altered)).verify(by: validators) }
                let labels = try mutation["fails"].array(max: 16).map { try Self.label(try $0.string()) }
                if let error { #expect(labels.contains(error.shortDescription), "\(name): \(error)") }
                run += 1
            }
        }
        print("cometbft_rpc: \(found) mutations found, \(run) run")
    }

    private static func label(_ reason: String) throws -> String {
        try #require([
            "header hash": "wrong-header-hash", "commit height": "wrong-commit-height", "signature": "invalid-signature",
            "validators hash": "wrong-validators-hash", "chain id": "different-chain",
        ][reason], "no error for \(reason)")
    }
}

/// What was found in the answers and recomputed.
private struct Counts: CustomStringConvertible {
    var (headers, blocks, commits, transactions, errors) = (0, 0, 0, 0, 0)

    var description: String {
        "\(headers) header hashes, \(blocks) data hashes, \(commits) last commits, \(transactions) transaction proofs, \(errors) errors"
    }

    mutating func walk(_ node: JSONNode, _ file: String) throws {
        switch node.value {
        case .object(let object):
            if object["header"] != nil, object["block_id"] != nil { try header(node["header"], node["block_id"], file) }
            if object["block"] != nil, object["block_id"] != nil { try block(node["block"], node["block_id"], file) }
            if object["signed_header"] != nil { try signed(node["signed_header"], file) }
            if object["proof"] != nil, object["tx"] != nil { try transaction(node, file) }
            for key in object.keys { try walk(try node[key], file) }
        case .array: for element in try node.array(max: 100_000) { try walk(element, file) }
        default: break
        }
    }

    private mutating func header(_ header: JSONNode, _ id: JSONNode, _ file: String) throws {
        #expect(try LightHeader(header).hash == BlockID(id).hash, "\(file)")
        headers += 1
    }

    private mutating func signed(_ node: JSONNode, _ file: String) throws {
        let signedHeader = try SignedHeader(node)
        #expect(signedHeader.header.hash == signedHeader.commit.blockID.hash, "\(file)")
        headers += 1
    }

    private mutating func block(_ block: JSONNode, _ id: JSONNode, _ file: String) throws {
        try self.header(try block["header"], id, file)
        let header = try LightHeader(try block["header"])
        let transactions = try block["data"].optionalOrNull("txs")?.array(max: 100_000).map { try $0.base64Bytes() } ?? []
        #expect(header.dataHash == TransactionProof.dataHash(of: transactions), "\(file)")
        blocks += 1
        let commit = try Commit(try block["last_commit"])
        #expect(header.lastCommitHash == commit.hash, "\(file)")
        #expect(commit.height + 1 == header.height && commit.blockID == header.lastBlockID, "\(file)")
        commits += 1
    }

    private mutating func transaction(_ node: JSONNode, _ file: String) throws {
        let proof = try TransactionProof(try node["proof"])
        let transaction = try node["tx"].base64Bytes()
        let root = try Digest(try node["proof"]["root_hash"].hexBytes())
        let header = try World.header(height: 1, dataHash: root)
        #expect(throws: Never.self, "\(file)") { try proof.verify(transaction, in: header) }
        let error = #expect(throws: CometBFTError.self, "\(file)") { try proof.verify(transaction + [0], in: header) }
        #expect(error?.shortDescription == "wrong-leaf-hash", "\(file)")
        let other = try World.header(height: 1, dataHash: .zero)
        #expect(throws: CometBFTError.wrongDataHash(expected: .zero, got: root), "\(file)") { try proof.verify(transaction, in: other) }
        transactions += 1
    }
}

extension JSON {
    /// This value with the one at `path`, member names and indices, replaced.
    func replacing(_ path: ArraySlice<JSONNode>, with value: JSON) -> JSON {
        guard let step = path.first else { return value }
        switch (self, step.value) {
        case (.object(var object), .string(let key)):
            object[key] = (object[key] ?? .null).replacing(path.dropFirst(), with: value)
            return .object(object)
        case (.array(var elements), .number(let text)):
            guard let index = Int(text), elements.indices.contains(index) else { return self }
            elements[index] = elements[index].replacing(path.dropFirst(), with: value)
            return .array(elements)
        default: return self
        }
    }
}
