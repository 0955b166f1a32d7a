import CollateralState
import Encoding
import Quorum
import Signatures

/// What a view stands for, in 32 bytes.
///
/// `SHA-256("plimsoll/view/v1" 0x00 || view)` with view = u16 length and network || u32 count || each stream, ascending by id || links 32:
///
/// | size | field of a stream |
/// |---|---|
/// | 32 | stream id |
/// | 1 | 0: no message yet; 1: u64 sequence, digest 32 and state root 32 follow |
/// | 1 | standing: 0 live; 1 frozen, 2 halted |
/// | 1 | 0: no freshness; 1: u64 height, block hash 32 and u64 time follow |
///
/// Where a stopped stream stopped follows from its sequence. Evidence, and what waits or was dropped, say how the knowledge came and
/// are left out.
enum ViewDigest {
    static func digest(network: NetworkName, streams: [StreamStatus], links: Digest) -> Digest {
        var writer = BinaryWriter(reserving: 80 + streams.count * 164)
        writer.shortText(network.description)
        writer.u32(UInt32(truncatingIfNeeded: streams.count))
        for status in streams { write(status, to: &writer) }
        writer.raw(links)
        return SHA256.hash(tag: .view, writer.bytes)
    }

    private static func write(_ status: StreamStatus, to writer: inout BinaryWriter) {
        writer.raw(status.stream.digest)
        writer.u8(status.tip == nil ? 0 : 1)
        if let header = status.tip?.header {
            writer.u64(header.sequence.value)
            writer.raw(header.digest)
            writer.raw(header.stateRoot)
        }
        writer.u8(status.standing.code)
        writer.u8(status.freshness == nil ? 0 : 1)
        if let freshness = status.freshness {
            writer.u64(freshness.block.height)
            writer.raw(freshness.block.hash)
            writer.u64(freshness.time.milliseconds)
        }
    }
}

extension Standing {
    fileprivate var code: UInt8 {
        switch self {
        case .live: 0
        case .frozen: 1
        case .halted: 2
        }
    }
}
