public import Encoding
import TransparencyLog

/// The validators of one height: not empty, each once, in the one order that their hash is made in.
public struct ValidatorSet: Hashable, Sendable {
    /// The greatest sum of powers that CometBFT allows: an eighth of the largest `Int64`.
    public static let maximumTotalPower = UInt64(Int64.max / 8)
    /// CometBFT's bound on the votes of a height.
    public static let maximumCount = 10_000

    /// By power, the greatest first, then by address.
    public let validators: [Validator]
    public let totalPower: UInt64
    /// The Merkle root over the validators: what headers call `validators_hash`.
    public let hash: Digest
    private let places: [ValidatorAddress: Int]

    /// - Parameter validators: in any order. Source: CometBFT `types/validator_set.go`, `ValidatorsByVotingPower`.
    /// - Throws: `CometBFTError.emptyValidatorSet`, `.tooManyValidators`, `.duplicateValidator` or `.powerOutOfRange`.
    public init(_ validators: [Validator]) throws(CometBFTError) {
        guard !validators.isEmpty else { throw .emptyValidatorSet }
        guard validators.count <= Self.maximumCount else { throw .tooManyValidators(maximum: Self.maximumCount, got: validators.count) }
        let sorted = validators.sorted { $0.power != $1.power ? $0.power > $1.power : $0.address < $1.address }
        var total: UInt64 = 0
        var places: [ValidatorAddress: Int] = [:]
        places.reserveCapacity(sorted.count)
        for (index, validator) in sorted.enumerated() {
            guard places.updateValue(index, forKey: validator.address) == nil else { throw .duplicateValidator(validator.address) }
            // Neither summand is above an eighth of the largest Int64.
            total += validator.power
            guard total <= Self.maximumTotalPower else { throw .powerOutOfRange(maximum: Self.maximumTotalPower, got: total) }
        }
        self.validators = sorted
        self.places = places
        totalPower = total
        hash = MerkleTreeHash.root(of: sorted.map(\.simpleEncoding))
    }

    /// The validator with this address; nil when the set has none.
    public func validator(_ address: ValidatorAddress) -> Validator? {
        places[address].map { validators[$0] }
    }

    public static func == (left: ValidatorSet, right: ValidatorSet) -> Bool { left.hash == right.hash }
    public func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}
