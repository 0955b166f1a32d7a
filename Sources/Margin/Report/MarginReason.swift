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
    public var description: String { RowText.string(write) }

    /// Writes `description`.
    func write(to row: inout RowText) {
        switch self {
        case .haircut(let className):
            row.append("haircut of class ")
            row.append(text: className)
        case .finality(let finality): row.append(text: "the block is only \(finality)")
        case .frozen(let since): row.append(text: "the stream is frozen since sequence \(since)")
        case .halted(let reason): row.append(text: "the stream is halted: \(reason)")
        case .evidence(let got, let minimum):
            row.append("known by ")
            row.append(text: got.description)
            row.append(text: got < minimum ? ", at least \(minimum) is required" : " only")
        case .outage(let age, let after): row.append("nothing heard of the chain for ", TimeSpan(age), ", more than ", TimeSpan(after))
        case .redemption(let value): row.append("it is redeemed for ", value)
        case .smoothedPrice(let price): row.append("the smoothed price is ", price)
        case .confidence(let confidence): row.append("the price may be off by ", confidence)
        case .volatility(let yearly):
            row.append("volatility of ")
            row.append(percent: yearly)
            row.append(" a year")
        case .size: row.append("size of the holding")
        case .concentration(let deposits, let start):
            row.append("all accounts have ", deposits)
            row.append(", more than ", start)
        case .staleness(let age, let maximum): row.append("known as of ", TimeSpan(age), " ago, at most ", TimeSpan(maximum), " counts")
        case .futureBlock(let ahead, let maximum):
            row.append("its blocks are dated ", TimeSpan(ahead), " ahead, at most ", TimeSpan(maximum), " counts")
        case .oldPrice(let age, let maximum): row.append("the price is ", TimeSpan(age), " old, at most ", TimeSpan(maximum), " counts")
        case .futurePrice(let ahead, let maximum):
            row.append("the price is dated ", TimeSpan(ahead), " ahead, at most ", TimeSpan(maximum), " counts")
        case .unlistedAsset: row.append("the parameters do not list the asset")
        case .missingPrice: row.append("there is no price")
        case .missingMark: row.append("there is no mark of the derivative")
        case .oldMark(let age, let maximum): row.append("the mark is ", TimeSpan(age), " old, at most ", TimeSpan(maximum), " counts")
        case .expired(let expiry): row.append(text: "it expired at \(expiry.milliseconds) ms since 1970")
        case .settledElsewhere(let venue):
            row.append(text: "it is taken from \(venue.map { "venue \($0)" } ?? "the state of the chains") alone")
        case .unrealisedProfit(let profit): row.append(text: "of \(profit) won and not paid out only a share counts")
        case .oldVenueRecord(let age, let maximum):
            row.append("the venue's record is ", TimeSpan(age), " old, at most ", TimeSpan(maximum), " counts")
        case .futureVenueRecord(let ahead, let maximum):
            row.append("the venue's record is dated ", TimeSpan(ahead), " ahead, at most ", TimeSpan(maximum), " counts")
        }
    }
}

extension RowText {
    fileprivate mutating func append(_ words: StaticString, _ number: FixedPoint) {
        append(words)
        append(number)
    }

    fileprivate mutating func append(
        _ before: StaticString, _ first: TimeSpan, _ between: StaticString, _ second: TimeSpan, _ after: StaticString = ""
    ) {
        append(before)
        append(first)
        append(between)
        append(second)
        append(after)
    }
}

/// Milliseconds as people say them, rounded down to the unit shown.
struct TimeSpan: CustomStringConvertible {
    let milliseconds: UInt64

    init(_ milliseconds: UInt64) { self.milliseconds = milliseconds }

    var description: String { RowText.string { $0.append(self) } }

    var inItsUnit: (count: UInt64, unit: StaticString) {
        switch milliseconds {
        case ..<1_000: (milliseconds, " ms")
        case ..<120_000: (milliseconds / 1_000, " s")
        case ..<7_200_000: (milliseconds / 60_000, " min")
        case ..<172_800_000: (milliseconds / 3_600_000, " h")
        default: (milliseconds / 86_400_000, " days")
        }
    }
}
