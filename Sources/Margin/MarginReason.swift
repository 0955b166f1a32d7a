public import CollateralState

/// Why an amount of collateral does not count, or what to know about a debt or position that counts in full all the same.
public enum MarginReason: Hashable, Sendable {
    /// The haircut of the asset.
    case haircut(className: String)
    /// The block is not finalized.
    case finality(Finality)
    /// The stream is frozen: what counts is its last undisputed message.
    case frozen(since: SequenceNumber)
    /// The stream is halted: nothing of it counts.
    case halted(reason: String)
    case evidence(EvidenceClass, minimum: EvidenceClass)
    /// Ages in milliseconds.
    case staleness(age: UInt64, maximum: UInt64)
    /// The stream's blocks are dated ahead of now, so that their age says nothing; milliseconds.
    case futureBlock(ahead: UInt64, maximum: UInt64)
    /// The prices are old; milliseconds.
    case oldPrice(age: UInt64, maximum: UInt64)
    /// The prices are dated ahead of now; milliseconds.
    case futurePrice(ahead: UInt64, maximum: UInt64)
    /// The parameters do not list the asset.
    case unlistedAsset
    /// The price file has no price of the asset.
    case missingPrice

    /// A bounded label, the same in JSON and metrics.
    public var name: String {
        switch self {
        case .haircut: "haircut"
        case .finality: "finality"
        case .frozen: "frozen"
        case .halted: "halted"
        case .evidence: "evidence"
        case .staleness: "staleness"
        case .futureBlock: "futureBlock"
        case .oldPrice: "oldPrice"
        case .futurePrice: "futurePrice"
        case .unlistedAsset: "unlistedAsset"
        case .missingPrice: "missingPrice"
        }
    }
}

extension MarginReason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .haircut(let className): "haircut of class \(className)"
        case .finality(let finality): "the block is only \(finality)"
        case .frozen(let since): "the stream is frozen since sequence \(since)"
        case .halted(let reason): "the stream is halted: \(reason)"
        case .evidence(let got, let minimum): "known by \(got), at least \(minimum) is required"
        case .staleness(let age, let maximum): "known as of \(TimeSpan(age)) ago, at most \(TimeSpan(maximum)) counts"
        case .futureBlock(let ahead, let maximum):
            "its blocks are dated \(TimeSpan(ahead)) ahead, at most \(TimeSpan(maximum)) counts"
        case .oldPrice(let age, let maximum): "the price is \(TimeSpan(age)) old, at most \(TimeSpan(maximum)) counts"
        case .futurePrice(let ahead, let maximum): "the price is dated \(TimeSpan(ahead)) ahead, at most \(TimeSpan(maximum)) counts"
        case .unlistedAsset: "the parameters do not list the asset"
        case .missingPrice: "there is no price"
        }
    }
}

/// Milliseconds as people say them, rounded down to the unit shown.
struct TimeSpan: CustomStringConvertible {
    let milliseconds: UInt64

    init(_ milliseconds: UInt64) { self.milliseconds = milliseconds }

    var description: String {
        switch milliseconds {
        case ..<1_000: "\(milliseconds) ms"
        case ..<120_000: "\(milliseconds / 1_000) s"
        case ..<7_200_000: "\(milliseconds / 60_000) min"
        case ..<172_800_000: "\(milliseconds / 3_600_000) h"
        default: "\(milliseconds / 86_400_000) days"
        }
    }
}
