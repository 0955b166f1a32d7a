import ChainIdentity
import CollateralState
import Encoding
import Quorum
import Signatures
import UnifiedView

/// How records look in every answer. Amounts are strings with all their digits; times are milliseconds since 1970; digests are 64
/// hexadecimal digits, block hashes as their chains write them, with 0x.
extension JSON {
    static func text(_ value: some CustomStringConvertible) -> JSON { .string("\(value)") }

    static func text(_ value: (some CustomStringConvertible)?) -> JSON { value.map { .string("\($0)") } ?? .null }

    static func number(_ value: (some BinaryInteger)?) -> JSON { value.map { .integer($0) } ?? .null }

    static func blockHash(_ hash: Digest?) -> JSON { hash.map { .string(Hex.encode0x($0.bytes)) } ?? .null }
}

extension Holding {
    var json: JSON { ["kind": .text(kind), "asset": .text(asset), "quantity": .text(quantity)] }
}

extension HoldingLine {
    /// - Parameter now: what the age is counted to.
    func json(at now: Timestamp) -> JSON {
        [
            "account": .text(account),
            "chain": .text(account.chain),
            "stream": .text(stream),
            "kind": .text(holding.kind),
            "asset": .text(holding.asset),
            "quantity": .text(holding.quantity),
            "sequence": .integer(sequence.value),
            "height": .integer(asOfBlock.height),
            "blockHash": .blockHash(asOfBlock.hash),
            "asOfMilliseconds": .integer(asOfTime.milliseconds),
            "ageMilliseconds": .integer(asOfTime.age(at: now)),
            "finality": .text(finality),
            "evidenceClass": .integer(evidence.rawValue),
            "evidence": .text(evidence),
            "standing": standing.json,
        ]
    }
}

extension Standing {
    var json: JSON {
        switch self {
        case .live: ["state": "live"]
        case .frozen(let since): ["state": "frozen", "sinceSequence": .integer(since.value)]
        case .halted(let reason): ["state": "halted", "reason": .string(reason)]
        }
    }
}

extension Attestation {
    /// - Parameter set: where the signer's scheme and weight stand; null when it is no member.
    func json(in set: AttesterSet) -> JSON {
        let member = set[signer]
        return [
            "signer": .text(signer),
            "scheme": .text(member?.key.scheme.name),
            "weight": .number(member?.weight),
            "evidenceClass": .integer(record.evidence.evidenceClass.rawValue),
            "evidence": .text(record.evidence.evidenceClass),
            "agreeingSources": .integer(record.evidence.agreeingSources),
            "distinctOperators": .integer(record.evidence.distinctOperators),
            "observedAtMilliseconds": .integer(record.observedAt.milliseconds),
            "signature": .text(signature),
        ]
    }
}
