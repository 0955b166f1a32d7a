/// A header and the commit for it. Parsed, not verified.
public struct SignedHeader: Hashable, Sendable {
    public let header: LightHeader
    public let commit: Commit

    public init(header: LightHeader, commit: Commit) {
        self.header = header
        self.commit = commit
    }
}

/// A signed header with the sets that its hashes name. Parsed, not verified.
public struct LightBlock: Hashable, Sendable {
    public let signedHeader: SignedHeader
    /// The set that signed it.
    public let validators: ValidatorSet
    /// The set of the next height; needed only where later headers are to be verified from this one by skipping heights.
    public let nextValidators: ValidatorSet?

    public init(signedHeader: SignedHeader, validators: ValidatorSet, nextValidators: ValidatorSet?) {
        self.signedHeader = signedHeader
        self.validators = validators
        self.nextValidators = nextValidators
    }

    public var header: LightHeader { signedHeader.header }
}
