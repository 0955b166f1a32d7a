@testable import CometBFT
import CommitmentProofs
import Encoding
import Signatures

/// The protobuf of IBC's messages, written from values: the other direction of what the module reads.
func message(_ write: (inout ProtobufWriter) -> Void) -> Bytes {
    var writer = ProtobufWriter()
    write(&writer)
    return writer.bytes
}

extension LightHeader {
    var protobuf: Bytes {
        message {
            $0.embedded(1, version.encoded)
            $0.data(2, Bytes(chainID.utf8))
            $0.number(3, height)
            $0.embedded(4, time.encoded)
            $0.embedded(5, lastBlockID.encoded)
            for (field, digest) in [(6, lastCommitHash), (7, dataHash), (8, validatorsHash), (9, nextValidatorsHash), (10, consensusHash)] as [(UInt64, Digest?)] {
                $0.data(field, digest?.bytes ?? [])
            }
            $0.data(11, appHash)
            $0.data(12, lastResultsHash?.bytes ?? [])
            $0.data(13, evidenceHash?.bytes ?? [])
            $0.data(14, proposerAddress.bytes)
        }
    }
}

extension SignedHeader {
    var protobuf: Bytes {
        message {
            $0.embedded(1, header.protobuf)
            $0.embedded(2, commit.protobuf)
        }
    }
}

extension Commit {
    var protobuf: Bytes {
        message {
            $0.number(1, height)
            $0.number(2, UInt64(round))
            $0.embedded(3, blockID.encoded)
            for place in signatures { $0.embedded(4, place.encoded) }
        }
    }
}

extension ValidatorSet {
    func protobuf(total: UInt64 = 0) -> Bytes {
        message {
            for validator in validators { $0.embedded(1, validator.protobuf(priority: 0)) }
            // The proposer, whose turn it was: a negative priority.
            $0.embedded(2, validators[0].protobuf(priority: -7))
            $0.number(3, total)
        }
    }
}

extension Validator {
    func protobuf(priority: Int64) -> Bytes {
        let key = message { $0.data(publicKey.scheme == .ed25519 ? 1 : 2, publicKey.raw) }
        return message {
            $0.data(1, address.bytes)
            $0.embedded(2, key)
            $0.number(3, power)
            $0.number(4, UInt64(bitPattern: priority))
        }
    }
}

extension IBCHeight {
    var protobuf: Bytes {
        message {
            $0.number(1, revision)
            $0.number(2, height)
        }
    }
}
