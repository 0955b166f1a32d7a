import CollateralState
import Quantities
import RiskModels

/// What the rules take off an asset whoever holds it and however that is known: the doubts about its price, and its haircuts.
///
/// Everything here is a share of what the step before leaves. Doubt about a price is priced, not switched: initial margin takes the lower
/// of the price and its smoothed self and lets an old price fade; maintenance margin takes the price as it is to the last.
struct AssetConditions {
    private(set) var findings: [Finding] = []
    let className: String?
    let price: AssetPrice?
    let rules: AssetRules?

    init(_ price: AssetPrice?, _ listed: ResolvedAsset?, rules: PriceRules, now: Timestamp) throws(MarginError) {
        self.price = price
        self.rules = listed?.rules
        className = listed?.className
        findings.reserveCapacity(8)
        if let price { try addDoubts(of: price, rules, now) }
        if let listed { try addHaircuts(of: listed, price) } else { findings.append(Finding(.unlistedAsset, all: .one)) }
        if price == nil { findings.append(Finding(.missingPrice, all: .one)) }
    }

    private mutating func addDoubts(of price: AssetPrice, _ rules: PriceRules, _ now: Timestamp) throws(MarginError) {
        var worth = price.price
        if let redeemed = price.redemption?.value, redeemed < worth {
            findings.append(Finding(.redemption(redeemed), all: try Self.share(of: worth, above: redeemed)))
            worth = redeemed
        }
        if price.collateralPrice < worth {
            let share = try Self.share(of: worth, above: price.collateralPrice)
            findings.append(Finding(.smoothedPrice(price.collateralPrice), MarginAmounts(initial: share, maintenance: .zero, liquidationEnd: .zero)))
        }
        if !price.confidence.isZero, !price.price.isZero, !rules.confidenceMultiple.isZero {
            let share = try computing("the doubt about a price") { () throws(QuantityError) in
                min(.one, try price.confidence.divided(by: price.price, rounding: .ceiling).multiplied(by: rules.confidenceMultiple, rounding: .ceiling))
            }
            findings.append(Finding(.confidence(price.confidence), all: share))
        }
        let (age, ahead) = (price.observedAt.age(at: now), now.age(at: price.observedAt))
        if ahead > rules.maximumAge { findings.append(Finding(.futurePrice(ahead: ahead, maximum: rules.maximumAge), all: .one)) }
        if age > rules.freshAge {
            findings.append(.aging(.oldPrice(age: age, maximum: rules.maximumAge), age: age, fresh: rules.freshAge, maximum: rules.maximumAge))
        }
    }

    private mutating func addHaircuts(of listed: ResolvedAsset, _ price: AssetPrice?) throws(MarginError) {
        let haircut = listed.rules.haircut.shares
        if !haircut.isZero { findings.append(Finding(.haircut(className: listed.className), haircut)) }
        if let rule = listed.rules.volatility, let price, !price.volatility.isZero {
            let shares = try rule.shares(volatility: price.volatility, beyond: haircut)
            if !shares.isZero { findings.append(Finding(.volatility(yearly: price.volatility), shares)) }
        }
        if let concentration = listed.concentration, !concentration.share.isZero {
            findings.append(
                Finding(.concentration(deposits: concentration.deposits, start: concentration.start), all: concentration.share))
        }
    }

    /// (high - low) / high, rounded up.
    private static func share(of high: FixedPoint, above low: FixedPoint) throws(MarginError) -> FixedPoint {
        try computing("the doubt about a price") { () throws(QuantityError) in
            try high.subtracting(low).divided(by: high, rounding: .ceiling)
        }
    }
}

extension AssetPrice {
    /// What one whole unit that is owed costs: at the higher of price and smoothed price for initial margin, and by its doubt more.
    /// However old a price is, what is owed is owed.
    func owedPrices(_ rules: PriceRules) throws(MarginError) -> MarginAmounts {
        try computing("the price of what is owed of \(asset)") { () throws(QuantityError) in
            let doubt = try confidence.multiplied(by: rules.confidenceMultiple, rounding: .ceiling)
            let (plain, smoothed) = (try price.adding(doubt), try obligationPrice.adding(doubt))
            return MarginAmounts(initial: smoothed, maintenance: plain, liquidationEnd: plain)
        }
    }
}

extension AssetPrice {
    /// The value of `quantity` base units at another price per whole unit; the sign of the quantity is kept.
    func value(of quantity: Int256, at price: FixedPoint, rounding: Rounding) throws(MarginError) -> FixedPoint {
        try computing("the value of \(quantity) base units of \(asset) at \(price)") { () throws(QuantityError) in
            try FixedPoint(baseUnits: quantity, decimals: Int(decimals), rounding: rounding).multiplied(by: price, rounding: rounding)
        }
    }
}
