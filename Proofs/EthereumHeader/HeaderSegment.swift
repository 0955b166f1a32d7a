public import Encoding

/// A run of headers that a trusted hash fixes: the last one has that hash, and each is the parent of the next. Made only by verifying.
public struct HeaderSegment: Hashable, Sendable {
    /// Ascending by number, at least one. All are as true as the anchor.
    public let headers: [AnchoredHeader]

    public var newest: AnchoredHeader { headers[headers.count - 1] }
    public var oldest: AnchoredHeader { headers[0] }

    /// The block of a number; nil outside the run.
    public subscript(number: UInt64) -> AnchoredHeader? {
        let (offset, isBelow) = number.subtractingReportingOverflow(oldest.number)
        return isBelow || offset >= UInt64(headers.count) ? nil : headers[Int(offset)]
    }

    /// Verifies headers backward from a trusted hash: the newest has it, every other one is the parent of the one after it.
    ///
    /// - Parameter headers: ascending by number.
    /// - Throws: `emptySegment`; `untrustedHash` for the newest; `wrongParent`, `wrongHeight` or `timeBeforeParent` for a link, found from
    ///   the newest downward.
    public static func verify(
        backwardFrom trustedHash: Digest, _ headers: [BlockHeader], time order: TimeOrder
    ) throws(EthereumHeaderError) -> HeaderSegment {
        guard let last = headers.last else { throw .emptySegment }
        var child = SealedHeader(last)
        var anchored = [try AnchoredHeader.verify(child, trustedHash: trustedHash)]
        for header in headers.dropLast().reversed() {
            let parent = SealedHeader(header)
            try child.verifyFollows(parent, time: order)
            anchored.append(AnchoredHeader(parent, anchor: trustedHash))
            child = parent
        }
        return HeaderSegment(headers: anchored.reversed())
    }
}

/// A run of headers that descend from a trusted block, each the parent of the next. Made only by verifying.
///
/// Anybody can build on a block, so these headers are no more than candidates, until the hash of the newest is trusted too.
public struct DescendantSegment: Hashable, Sendable {
    /// The hash of the block that the first header is built on.
    public let trustedParent: Digest
    /// Ascending by number, at least one.
    public let headers: [SealedHeader]

    /// Verifies headers forward from a trusted hash, which the first one must name as its parent.
    ///
    /// - Throws: `emptySegment`; `wrongParent`, `wrongHeight` or `timeBeforeParent` for a link, found from the first upward.
    public static func verify(
        forwardFrom trustedHash: Digest, _ headers: [BlockHeader], time order: TimeOrder
    ) throws(EthereumHeaderError) -> DescendantSegment {
        guard let first = headers.first else { throw .emptySegment }
        guard first.parentHash == trustedHash else {
            throw .wrongParent(height: first.number, expected: trustedHash, got: first.parentHash)
        }
        var sealed = [SealedHeader(first)]
        for header in headers.dropFirst() {
            let child = SealedHeader(header)
            try child.verifyFollows(sealed[sealed.count - 1], time: order)
            sealed.append(child)
        }
        return DescendantSegment(trustedParent: trustedHash, headers: sealed)
    }

    /// Verifies headers forward from a trusted block, whose number and time the first one must follow too.
    public static func verify(
        forwardFrom parent: AnchoredHeader, _ headers: [BlockHeader], time order: TimeOrder
    ) throws(EthereumHeaderError) -> DescendantSegment {
        let segment = try verify(forwardFrom: parent.hash, headers, time: order)
        try segment.headers[0].verifyFollows(parent.sealed, time: order)
        return segment
    }

    /// The same headers, once the hash of the newest is trusted: what stands between two trusted blocks is as true as they are.
    ///
    /// - Throws: `untrustedHash`.
    public func anchored(by trustedHash: Digest) throws(EthereumHeaderError) -> HeaderSegment {
        _ = try AnchoredHeader.verify(headers[headers.count - 1], trustedHash: trustedHash)
        return HeaderSegment(headers: headers.map { AnchoredHeader($0, anchor: trustedHash) })
    }
}
