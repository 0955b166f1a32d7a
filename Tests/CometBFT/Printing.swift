@testable import CometBFT
import Encoding
import Signatures

/// The JSON of CometBFT's answers, written from values: the other direction of what the module reads.
extension LightHeader {
    var json: JSON {
        [
            "version": ["block": .string("\(version.block)"), "app": .string("\(version.app)")], "chain_id": .string(chainID),
            "height": .string("\(height)"), "time": .string("\(time)"), "last_block_id": lastBlockID.json,
            "last_commit_hash": .hash(lastCommitHash), "data_hash": .hash(dataHash), "validators_hash": .hash(validatorsHash),
            "next_validators_hash": .hash(nextValidatorsHash), "consensus_hash": .hash(consensusHash), "app_hash": .hex(appHash),
            "last_results_hash": .hash(lastResultsHash), "evidence_hash": .hash(evidenceHash), "proposer_address": .hex(proposerAddress.bytes),
        ]
    }
}

extension BlockID {
    var json: JSON {
        ["hash": .hash(hash), "parts": ["total": .integer(parts.total), "hash": .hash(parts.hash)]]
    }
}

extension Commit {
    var json: JSON {
        [
            "height": .string("\(height)"), "round": .integer(round), "block_id": blockID.json,
            "signatures": .array(signatures.map(\.json)),
        ]
    }
}

extension CommitSignature {
    var json: JSON {
        [
            "block_id_flag": .integer(flag), "validator_address": .hex(vote?.validator.bytes ?? []),
            "timestamp": .string("\(vote?.time ?? .zero)"), "signature": vote.map { .string(Base64.encode($0.signature.bytes)) } ?? .null,
        ]
    }
}

extension ValidatorSet {
    var json: JSON { ["validators": .array(validators.map(\.json))] }
}

extension Validator {
    var json: JSON {
        let type = publicKey.scheme == .ed25519 ? "tendermint/PubKeyEd25519" : "tendermint/PubKeySecp256k1"
        return [
            "address": .hex(address.bytes), "pub_key": ["type": .string(type), "value": .string(Base64.encode(publicKey.raw))],
            "voting_power": .string("\(power)"),
        ]
    }
}

extension SignedHeader {
    var json: JSON { ["header": header.json, "commit": commit.json] }
}

extension LightBlock {
    var json: JSON {
        ["signed_header": signedHeader.json, "validator_set": validators.json, "next_validator_set": nextValidators?.json ?? .null]
    }
}

extension JSON {
    static func hex(_ bytes: Bytes) -> JSON { .string(Hex.encode(bytes).uppercased()) }
    static func hash(_ digest: Digest?) -> JSON { .hex(digest?.bytes ?? []) }

    /// This value with the one at a path such as `commit.signatures.0.timestamp` replaced.
    func replacing(_ path: String, with value: JSON) -> JSON {
        let steps = path.split(separator: ".").map { JSONNode(Int($0).map { .integer($0) } ?? .string(String($0))) }
        return replacing(steps[...], with: value)
    }
}
