import ChainIdentity
import ChainModel
public import CollateralState
public import Encoding
public import NodeEngine
import NodeStorage
import Quorum
import Signatures
public import UnifiedView

/// One stream: what it stands at, who attests it, and how this node reads its chain.
public struct StreamAnswer: Sendable {
    /// One member of the attester set, and what it has said last.
    public struct Member: Sendable {
        public let attester: Attester
        /// Its statement about the last undisputed message.
        public let attestation: Attestation?
        /// Its highest.
        public let heartbeat: Heartbeat?
    }

    public let status: StreamStatus
    public let description: StreamDescription
    /// The set that certifies the next message.
    public let set: AttesterSet
    public let members: [Member]
    /// nil when this node does not read the chain, or when none runs.
    public let observation: ObservationStatus?
    /// What the age is counted to.
    public let now: Timestamp

    /// - Throws: `unknownStream`, `storage`, `quorum`.
    public init(_ stream: StreamID, in context: AnswerContext) throws(NodeAPIError) {
        guard let status = context.view[stream] else { throw .unknownStream(stream) }
        self.status = status
        description = try context.description(of: stream)
        let history = try context.history(of: stream)
        let set = status.sequence?.next.map(history.set(for:)) ?? history.current
        let heartbeats = try reading { () throws(NodeStorageError) in try context.store.heartbeats(of: stream) }
        self.set = set
        members = set.attesters.map { attester in
            Member(
                attester: attester, attestation: status.tip?.attestations.first { $0.signer == attester.id },
                heartbeat: heartbeats.first { $0.signer == attester.id })
        }
        observation = context.snapshot.observations.first { $0.stream == stream }
        now = context.now
    }

    /// Milliseconds since the block time up to which a quorum says that nothing newer exists; nil when no quorum has said anything.
    public var age: UInt64? { status.freshness?.time.age(at: now) }

    /// How many attesters signed the last undisputed message.
    public var signers: Int { status.tip?.attestations.count ?? 0 }
}

extension StreamAnswer {
    public var json: JSON {
        var object = status.members(at: now)
        object["finalityRule"] = .text(description.finality)
        object["firstHeight"] = .integer(description.firstHeight)
        object["attesterSet"] = [
            "number": .integer(set.number), "threshold": .integer(set.threshold), "totalWeight": .integer(set.totalWeight),
            "attesters": .array(members.map(\.json)),
        ]
        object["observation"] = observation?.json ?? .null
        return .object(object)
    }
}

extension StreamAnswer.Member {
    fileprivate var json: JSON {
        [
            "key": .text(attester.id),
            "scheme": .string(attester.key.scheme.name),
            "weight": .integer(attester.weight),
            "signedTip": .bool(attestation != nil),
            "evidenceClass": .number(attestation?.record.evidence.evidenceClass.rawValue),
            "heartbeatHeight": .number(heartbeat?.record.block.height),
            "heartbeatMilliseconds": .number(heartbeat?.record.blockTime.milliseconds),
        ]
    }
}

extension ObservationStatus {
    fileprivate var json: JSON {
        [
            "height": .number(position?.block.height),
            "head": .number(head),
            "openProposals": .integer(openProposals),
            "notYet": .text(notYet),
            "stopped": .text(stopped),
            "attests": .bool(hasVoice),
        ]
    }
}

extension StreamStatus {
    /// What a stream stands at, without who attests it.
    func members(at now: Timestamp) -> JSONObject {
        [
            "stream": .text(stream),
            "chain": .text(chain),
            "vault": .text(vault),
            "standing": standing.json,
            "sequence": .number(sequence?.value),
            "digest": .text(digest),
            "height": .number(block?.height),
            "blockHash": .blockHash(block?.hash),
            "blockTimeMilliseconds": .number(blockTime?.milliseconds),
            "asOfHeight": .number(freshness?.block.height),
            "asOfMilliseconds": .number(freshness?.time.milliseconds),
            "ageMilliseconds": .number(freshness?.time.age(at: now)),
            "finality": .text(finality),
            "evidenceClass": .number(evidence?.rawValue),
            "evidence": .text(evidence),
            "attesters": .integer(tip?.attestations.count ?? 0),
            "accounts": .integer(accountCount),
            "stateRoot": .text(stateRoot),
            "waiting": .integer(waiting),
            "gap": gap.map { ["from": .integer($0.lowerBound.value), "to": .integer($0.upperBound.value)] } ?? .null,
        ]
    }
}
