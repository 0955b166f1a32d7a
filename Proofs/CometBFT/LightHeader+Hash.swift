import CommitmentProofs
public import Encoding
import TransparencyLog

extension LightHeader {
    /// The block's hash: the Merkle root (RFC 6962) over the fourteen fields, each in protobuf.
    ///
    /// Numbers, texts and byte strings stand in the wrapper messages of protobuf's well-known types; an empty one is an empty leaf.
    /// Source: CometBFT `types/block.go`, `Header.Hash`, and `types/encoding_helper.go`.
    public var hash: Digest {
        MerkleTreeHash.root(of: [
            version.encoded, Self.wrapped(Bytes(chainID.utf8)), Self.wrapped(height), time.encoded, lastBlockID.encoded,
            Self.wrapped(lastCommitHash), Self.wrapped(dataHash), Self.wrapped(validatorsHash), Self.wrapped(nextValidatorsHash),
            Self.wrapped(consensusHash), Self.wrapped(appHash), Self.wrapped(lastResultsHash), Self.wrapped(evidenceHash),
            Self.wrapped(proposerAddress.bytes),
        ])
    }

    private static func wrapped(_ bytes: Bytes) -> Bytes {
        var writer = ProtobufWriter()
        writer.data(1, bytes)
        return writer.bytes
    }

    private static func wrapped(_ number: UInt64) -> Bytes {
        var writer = ProtobufWriter()
        writer.number(1, number)
        return writer.bytes
    }

    private static func wrapped(_ digest: Digest?) -> Bytes {
        wrapped(digest?.bytes ?? [])
    }
}

extension LightHeader.Version {
    var encoded: Bytes {
        var writer = ProtobufWriter()
        writer.number(1, block)
        writer.number(2, app)
        return writer.bytes
    }
}
