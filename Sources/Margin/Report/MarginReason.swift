public import CollateralState
public import Quantities

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
    /// Nothing is heard of the chain; milliseconds.
    case outage(age: UInt64, after: UInt64)
    /// Ages in milliseconds.
    case staleness(age: UInt64, maximum: UInt64)
    /// The stream's blocks are dated ahead of now, so that their age says nothing; milliseconds.
    case futureBlock(ahead: UInt64, maximum: UInt64)
    /// The prices are old; milliseconds.
    case oldPrice(age: UInt64, maximum: UInt64)
    /// The prices are dated ahead of now; milliseconds.
    case futurePrice(ahead: UInt64, maximum: UInt64)
    /// Its issuer gives less for it; quote units.
    case redemption(FixedPoint)
    /// The price smoothed over time is lower; quote units.
    case smoothedPrice(FixedPoint)
    /// The price may be off by so much; quote units.
    case confidence(FixedPoint)
    /// The asset moves so much a year, as a share.
    case volatility(yearly: FixedPoint)
    /// The account has much of the asset.
    case size
    /// All accounts together have much of the asset; quote units.
    case concentration(deposits: FixedPoint, start: FixedPoint)
    /// The parameters do not list the asset.
    case unlistedAsset
    /// The price file has no price of the asset.
    case missingPrice
    /// The price file says nothing of the derivative that it could be valued with.
    case missingMark
    /// What is known of the derivative is old; milliseconds.
    case oldMark(age: UInt64, maximum: UInt64)
    /// The derivative has expired, and nobody has said what it settled at.
    case expired(Timestamp)
    /// The parameters take positions and orders of the instrument from a venue, or, for nil, from the state: what stands elsewhere is not counted again.
    case settledElsewhere(VenueName?)
    /// Won at a venue, and not paid out; quote units.
    case unrealisedProfit(FixedPoint)
    /// The venue's record is old; milliseconds.
    case oldVenueRecord(age: UInt64, maximum: UInt64)
    /// The venue's record is dated ahead of now; milliseconds.
    case futureVenueRecord(ahead: UInt64, maximum: UInt64)

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
        case .outage: "outage"
        case .redemption: "redemption"
        case .smoothedPrice: "smoothedPrice"
        case .confidence: "confidence"
        case .volatility: "volatility"
        case .size: "size"
        case .concentration: "concentration"
        case .unlistedAsset: "unlistedAsset"
        case .missingPrice: "missingPrice"
        case .missingMark: "missingMark"
        case .oldMark: "oldMark"
        case .expired: "expired"
        case .settledElsewhere: "settledElsewhere"
        case .unrealisedProfit: "unrealisedProfit"
        case .oldVenueRecord: "oldVenueRecord"
        case .futureVenueRecord: "futureVenueRecord"
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
        case .evidence(let got, let minimum):
            got < minimum ? "known by \(got), at least \(minimum) is required" : "known by \(got) only"
        case .outage(let age, let after): "nothing heard of the chain for \(TimeSpan(age)), more than \(TimeSpan(after))"
        case .redemption(let value): "it is redeemed for \(value)"
        case .smoothedPrice(let price): "the smoothed price is \(price)"
        case .confidence(let confidence): "the price may be off by \(confidence)"
        case .volatility(let yearly): "volatility of \(yearly.percent) a year"
        case .size: "size of the holding"
        case .concentration(let deposits, let start): "all accounts have \(deposits), more than \(start)"
        case .staleness(let age, let maximum): "known as of \(TimeSpan(age)) ago, at most \(TimeSpan(maximum)) counts"
        case .futureBlock(let ahead, let maximum):
            "its blocks are dated \(TimeSpan(ahead)) ahead, at most \(TimeSpan(maximum)) counts"
        case .oldPrice(let age, let maximum): "the price is \(TimeSpan(age)) old, at most \(TimeSpan(maximum)) counts"
        case .futurePrice(let ahead, let maximum): "the price is dated \(TimeSpan(ahead)) ahead, at most \(TimeSpan(maximum)) counts"
        case .unlistedAsset: "the parameters do not list the asset"
        case .missingPrice: "there is no price"
        case .missingMark: "there is no mark of the derivative"
        case .oldMark(let age, let maximum): "the mark is \(TimeSpan(age)) old, at most \(TimeSpan(maximum)) counts"
        case .expired(let expiry): "it expired at \(expiry.milliseconds) ms since 1970"
        case .settledElsewhere(let venue): "it is taken from \(venue.map { "venue \($0)" } ?? "the state of the chains") alone"
        case .unrealisedProfit(let profit): "of \(profit) won and not paid out only a share counts"
        case .oldVenueRecord(let age, let maximum): "the venue's record is \(TimeSpan(age)) old, at most \(TimeSpan(maximum)) counts"
        case .futureVenueRecord(let ahead, let maximum):
            "the venue's record is dated \(TimeSpan(ahead)) ahead, at most \(TimeSpan(maximum)) counts"
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
