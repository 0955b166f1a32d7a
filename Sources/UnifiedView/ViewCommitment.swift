public import CollateralState
public import Encoding
import Quorum
import Signatures

/// What a view stands for, in bytes, and the digest of them.
///
/// view = u16 length and network || u32 count || each stream, ascending by id || links 32; digest = `SHA-256("plimsoll/view/v1" 0x00 || view)`.
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
public struct ViewCommitment: Hashable, Sendable {
    /// The last undisputed message of a stream.
    public struct Tip: Hashable, Sendable {
        public let sequence: SequenceNumber
        public let digest: Digest
        public let stateRoot: Digest
    }

    public enum StandingCode: UInt8, Sendable {
        case live = 0
        case frozen = 1
        case halted = 2
    }

    public struct Stream: Hashable, Sendable {
        public let stream: StreamID
        /// nil before the first message.
        public let tip: Tip?
        public let standing: StandingCode
        /// nil when no quorum has said anything.
        public let freshness: Freshness?
    }

    public let network: NetworkName
    /// Ascending by id.
    public let streams: [Stream]
    /// Names the account links that hold.
    public let links: Digest
    public let encoded: Bytes
    public let digest: Digest

    /// The most streams that are read.
    public static let maximumStreams = 4_096

    init(network: NetworkName, streams: [StreamStatus], links: Digest) {
        self.init(network, streams.map(Stream.init), links)
    }

    private init(_ network: NetworkName, _ streams: [Stream], _ links: Digest) {
        self.network = network
        self.streams = streams
        self.links = links
        encoded = Self.encode(network, streams, links)
        digest = SHA256.hash(tag: .view, encoded)
    }

    public subscript(stream: StreamID) -> Stream? { streams.first { $0.stream == stream } }

    private static func encode(_ network: NetworkName, _ streams: [Stream], _ links: Digest) -> Bytes {
        var writer = BinaryWriter(reserving: 80 + streams.count * 164)
        writer.shortText(network.description)
        writer.u32(UInt32(truncatingIfNeeded: streams.count))
        for stream in streams { stream.write(to: &writer) }
        writer.raw(links)
        return writer.bytes
    }
}

extension ViewCommitment {
    /// Reads the bytes, strictly.
    ///
    /// - Throws: `encoding`, `record`, or `malformedView` when streams are not ascending or a code is unknown.
    public init(parsing bytes: Bytes) throws(UnifiedViewError) {
        var reader = BinaryReader(bytes)
        let (name, count) = try decoding { () throws(EncodingError) in
            (String(decoding: try reader.field16(max: 32), as: UTF8.self), Int(try reader.u32()))
        }
        guard let network = NetworkName(name) else { throw .malformedView(expected: "a network's name", got: excerpt(name)) }
        guard count <= Self.maximumStreams else { throw .malformedView(expected: "at most \(Self.maximumStreams) streams", got: "\(count)") }
        var streams: [Stream] = []
        for _ in 0..<count {
            let stream = try Stream(from: &reader)
            guard streams.last.map({ $0.stream < stream.stream }) ?? true else {
                throw .malformedView(expected: "streams ascending by id", got: "\(stream.stream)")
            }
            streams.append(stream)
        }
        let links = try decoding { () throws(EncodingError) in
            let links = try reader.digest()
            try reader.finish()
            return links
        }
        self.init(network, streams, links)
    }
}

extension ViewCommitment.Stream {
    fileprivate init(_ status: StreamStatus) {
        stream = status.stream
        tip = status.tip.map { ViewCommitment.Tip(sequence: $0.header.sequence, digest: $0.digest, stateRoot: $0.header.stateRoot) }
        standing =
            switch status.standing {
            case .live: .live
            case .frozen: .frozen
            case .halted: .halted
            }
        freshness = status.freshness
    }

    fileprivate func write(to writer: inout BinaryWriter) {
        writer.raw(stream.digest)
        writer.u8(tip == nil ? 0 : 1)
        if let tip {
            writer.u64(tip.sequence.value)
            writer.raw(tip.digest)
            writer.raw(tip.stateRoot)
        }
        writer.u8(standing.rawValue)
        writer.u8(freshness == nil ? 0 : 1)
        if let freshness {
            writer.u64(freshness.block.height)
            writer.raw(freshness.block.hash)
            writer.u64(freshness.time.milliseconds)
        }
    }

    fileprivate init(from reader: inout BinaryReader) throws(UnifiedViewError) {
        stream = StreamID(try decoding { () throws(EncodingError) in try reader.digest() })
        tip = try Self.isPresent(&reader) ? try Self.tip(&reader) : nil
        let code = try decoding { () throws(EncodingError) in try reader.u8() }
        guard let standing = ViewCommitment.StandingCode(rawValue: code) else { throw .malformedView(expected: "a standing of 0 to 2", got: "\(code)") }
        self.standing = standing
        guard try Self.isPresent(&reader) else {
            freshness = nil
            return
        }
        freshness = try decoding { () throws(EncodingError) in
            let block = BlockReference(height: try reader.u64(), hash: try reader.digest())
            return Freshness(block: block, time: Timestamp(milliseconds: try reader.u64()))
        }
    }

    private static func tip(_ reader: inout BinaryReader) throws(UnifiedViewError) -> ViewCommitment.Tip {
        let (sequence, digest, root) = try decoding { () throws(EncodingError) in (try reader.u64(), try reader.digest(), try reader.digest()) }
        do { return ViewCommitment.Tip(sequence: try SequenceNumber(sequence), digest: digest, stateRoot: root) } catch {
            throw .malformedView(expected: "a sequence from 1 on", got: "\(sequence)")
        }
    }

    private static func isPresent(_ reader: inout BinaryReader) throws(UnifiedViewError) -> Bool {
        let flag = try decoding { () throws(EncodingError) in try reader.u8() }
        guard flag <= 1 else { throw .malformedView(expected: "0 or 1", got: "\(flag)") }
        return flag == 1
    }
}
