internal import Quantities
internal import RiskModels

/// What selling one holding brings, in binary numbers: the choice of sales is searched in them, the plan's figures are computed exactly.
struct SaleCurve {
    struct Segment {
        /// Value at the marked price.
        let width: Double
        /// Proceeds for each unit of value, before the cost of the transaction; falls from segment to segment.
        let rate: Double
    }

    /// Only levels below the toxic frontier.
    let segments: [Segment]
    let counted: Double
    let transactionCost: Double
    /// Value of all that is held.
    let whole: Double
    /// The least value of a sale: the rules' minimum, and what makes the transaction worth its cost.
    let minimum: Double
    /// The most that can be sold while something is kept.
    let partLimit: Double
    let canSellWhole: Bool

    var canSellPart: Bool { partLimit >= minimum && partLimit > 0 }
    /// 0 when the holding cannot be sold at all.
    var most: Double { canSellWhole ? whole : canSellPart ? partLimit : 0 }

    /// - Parameter loanToValue: of the account as it stands. Each level must repay a larger share of what it sells, and the whole sale must,
    ///   its transaction paid; then the loan-to-value falls with every sale, so what is below the frontier now stays below it.
    init(_ holding: SaleableHolding, terms: ChainTerms, rules: LiquidationRules, loanToValue: Double) throws(LiquidationError) {
        whole = AmountConversion.double(try holding.value(of: holding.quantity))
        counted = AmountConversion.double(holding.countedShare)
        transactionCost = AmountConversion.double(terms.transactionCost)
        let delay = AmountConversion.double(try terms.delayShare(volatility: holding.volatility))
        let markup = 1 + AmountConversion.double(holding.bonus)
        var segments: [Segment] = []
        var reach = 0.0
        for level in holding.depth.levels {
            let rate = (1 - AmountConversion.double(level.slippage) - delay) / markup
            let to = min(whole, AmountConversion.double(level.upTo))
            guard rate > loanToValue, to > reach else { break }
            segments.append(Segment(width: to - reach, rate: rate))
            reach = to
        }
        self.segments = segments
        // A part in 10^9 and more aside, so that rounding a quantity up leaves no dust.
        let dust = AmountConversion.double(rules.dust) * (1 + 1e-9) + whole * 1e-12
        let least = AmountConversion.double(rules.minimumSale) * (1 + 1e-12)
        minimum = max(least, Self.worthItsCost(segments, transactionCost, loanToValue))
        partLimit = rules.dust.isZero ? reach : min(reach, whole - dust)
        canSellWhole = reach >= whole && whole > 0 && whole >= minimum
    }

    /// The smallest sale whose proceeds, the transaction paid, are a larger share of it than the loan-to-value.
    private static func worthItsCost(_ segments: [Segment], _ cost: Double, _ loanToValue: Double) -> Double {
        var (missing, value) = (cost * (1 + 1e-9), 0.0)
        if missing == 0 { return 0 }
        for segment in segments {
            let gain = segment.width * (segment.rate - loanToValue)
            if gain >= missing { return value + missing / (segment.rate - loanToValue) }
            missing -= gain
            value += segment.width
        }
        return .infinity
    }

    /// Proceeds of a sale of so much, its transaction paid; 0 of no sale.
    func proceeds(selling value: Double) -> Double {
        if value <= 0 { return 0 }
        var (left, proceeds) = (value, -transactionCost)
        for segment in segments {
            proceeds += min(left, segment.width) * segment.rate
            left -= min(left, segment.width)
        }
        return proceeds
    }
}
