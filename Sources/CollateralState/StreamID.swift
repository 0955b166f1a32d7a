public import Encoding

/// The identity of a stream: the ordered state messages of one vault on one network, read in one way.
public struct StreamID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let digest: Digest

    public init(_ digest: Digest) { self.digest = digest }

    public static func < (left: Self, right: Self) -> Bool { left.digest < right.digest }
    public var description: String { digest.hex }
}

/// One place in one stream.
public struct MessagePosition: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let stream: StreamID
    public let sequence: SequenceNumber

    public init(stream: StreamID, sequence: SequenceNumber) {
        self.stream = stream
        self.sequence = sequence
    }

    public static func < (left: Self, right: Self) -> Bool {
        (left.stream, left.sequence) < (right.stream, right.sequence)
    }
    public var description: String { "\(stream)/\(sequence)" }
}
