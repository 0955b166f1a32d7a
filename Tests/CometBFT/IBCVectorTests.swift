import CometBFT
import CommitmentProofs
import Encoding
import TestVectors
import Testing

/// Messages of a real IBC client: an update of it, and proofs against the states it stored.
@Suite(.enabled(if: VectorSet("cosmos_sdk_ibc").isPresent))
struct IBCVectorTests {
    static let vectors = VectorSet("cosmos_sdk_ibc")

    /// A vector of an update: the client, what it stored, and the header.
    struct Update {
        let client: IBCClientState
        let consensus: IBCConsensusState
        let bytes: Bytes
        let node: JSONNode

        init(_ node: JSONNode) throws {
            client = try IBCClientState(parsing: try node["client_state_hex"].hexBytes())
            consensus = try IBCConsensusState(parsing: try node["consensus_state_hex"].hexBytes())
            self.node = try node["update_client_message"]
            bytes = try self.node["client_message_hex"].hexBytes()
        }

        static func all() throws -> [Update] {
            try vectors.files().filter { $0.contains("update_client") }.map { try Update(try vectors.node($0)) }
        }
    }

    @Test("recorded updates are accepted from the stored state, and lead to the height they name")
    func updates() throws {
        let updates = try Update.all()
        for update in updates {
            let header = try IBCHeader(parsing: update.bytes)
            #expect(header.trustedHeight.height == (try update.node["trusted_height"].uint64()))
            let verdict = update.client.verify(header, from: update.consensus, now: header.signedHeader.header.time)
            guard case .accepted(let state) = verdict else { return #expect(Bool(false), "\(verdict)") }
            #expect(state.height == (try update.node["new_height"].uint64()))
            #expect(state.appHash == header.signedHeader.header.appHash)
        }
        print("cosmos_sdk_ibc: \(updates.count) updates found, \(updates.count) run")
    }

    @Test("an update is refused from another state, when expired, and for another revision")
    func refusedUpdates() throws {
        for update in try Update.all() {
            let header = try IBCHeader(parsing: update.bytes)
            let now = header.signedHeader.header.time
            let other = IBCConsensusState(header.signedHeader.header)
            let label = update.client.verify(header, from: other, now: now).label
            #expect(["time-not-after", "wrong-next-validators-hash"].contains(label))
            let late = try BlockTime(secondsSince1970: update.consensus.time.seconds + update.client.options.trustingPeriod.components.seconds + 1)
            #expect(update.client.verify(header, from: update.consensus, now: late).label == "trusted-state-expired")
            let early = try BlockTime(secondsSince1970: now.seconds - update.client.options.clockDrift.components.seconds - 1)
            #expect(update.client.verify(header, from: update.consensus, now: early).label == "from-the-future")
        }
    }

    @Test("an update with any byte changed is refused, or read as the same header")
    func everyByte() throws {
        guard let update = try Update.all().first else { return }
        let whole = try IBCHeader(parsing: update.bytes)
        let now = whole.signedHeader.header.time
        for index in update.bytes.indices {
            var bytes = update.bytes
            bytes[index] ^= 1 << UInt8(index % 8)
            // The proposer and whose turn it is are part of no hash; nothing is made of them.
            guard let header = try? IBCHeader(parsing: bytes), header != whole else { continue }
            let verdict = update.client.verify(header, from: update.consensus, now: now)
            guard case .rejected = verdict else { return #expect(Bool(false), "byte \(index): \(verdict)") }
        }
    }

    @Test("recorded proofs of presence and absence hold under the stored app hash")
    func proofs() throws {
        let files = Self.vectors.files().filter { $0.contains("verify_") }
        for file in files {
            let node = try Self.vectors.node(file)
            let client = try IBCClientState(parsing: try node["client_state_hex"].hexBytes())
            let consensus = try IBCConsensusState(parsing: try node["consensus_state_hex"].hexBytes())
            let message = try node["membership_msg"]
            let state = try TrustedState(
                pinning: consensus, chainID: client.chainID, height: try message["height"].uint64(), nextValidators: nil)
            let path = try message["path"].array(max: 8).map { Bytes(try $0.string().utf8) }
            let proof = try MerkleProof(parsing: try message["proof"].hexBytes())
            let value = try message["value"].hexBytes()
            #expect(throws: Never.self, "\(file)") {
                if value.isEmpty {
                    try state.verifyNonMembership(proof, path: path)
                } else {
                    try state.verifyMembership(proof, path: path, value: value)
                }
            }
            let error = #expect(throws: CometBFTError.self, "\(file)") { try state.verifyMembership(proof, path: path, value: value + [1]) }
            #expect(["proof-different-value", "proof-wrong-kind"].contains(error?.shortDescription), "\(file)")
        }
        print("cosmos_sdk_ibc: \(files.count) proofs found, \(files.count) run")
    }

    @Test("a client state is read with all that verification needs")
    func clientState() throws {
        let file = "update_client_happy_path.json"
        guard Self.vectors.contains(file) else { return }
        let client = try Update(try Self.vectors.node(file)).client
        #expect(client.chainID == "simd-2" && client.latestHeight == IBCHeight(revision: 2, height: 20) && client.frozenHeight == nil)
        #expect(client.options.threshold == .oneThird && client.options.clockDrift == .seconds(15))
        #expect(client.options.trustingPeriod == .seconds(1_209_600) && client.unbondingPeriod == .seconds(1_814_400))
        #expect(client.upgradePath == ["upgrade", "upgradedIBCState"])
    }
}

extension StepVerdict {
    /// `accepted`, or the label of what stands against it.
    var label: String {
        switch self {
        case .accepted: "accepted"
        case .notEnoughTrust: "not-enough-trust"
        case .rejected(let error): error.shortDescription
        }
    }
}
