/// One expiry with what every scenario needs of it worked out once.
struct ExpiryPricing {
    static let secondsPerYear = 31_536_000.0
    static let secondsPerDay = 86_400.0
    /// Settlement is the average price of this last stretch: what has passed of it no longer moves.
    static let settlementSeconds = 1_800.0

    let secondsToExpiry: Int
    /// Years.
    let time: Double
    let rootTime: Double
    let forward: Double
    let discount: Double
    /// Multiplies a shocked value that is positive, and one that is negative.
    let staticDiscountLong: Double
    let staticDiscountShort: Double
    /// Which options of the grid expire here.
    let options: Range<Int>
    private let fixedForward: Double
    private let variableForward: Double
    /// How much the volatility shocks count at this time to expiry.
    private let shockScale: Double
    /// The log-moneyness at which a skew shock reaches its cap.
    private let skewWidth: Double

    init(_ market: ExpiryMarket, _ parameters: ScenarioParameters, options: Range<Int>) {
        let seconds = Double(market.secondsToExpiry)
        let time = seconds / Self.secondsPerYear
        let rootTime = time.squareRoot()
        secondsToExpiry = market.secondsToExpiry
        self.time = time
        self.rootTime = rootTime
        forward = market.forward
        self.options = options

        let rate = max(market.rate, 0)
        discount = ElementaryFunctions.exp(-rate * time)
        let loss = parameters.loss
        staticDiscountLong = loss.staticDiscountLong * ElementaryFunctions.exp(-time * (rate * loss.longRateScale + loss.longRateAdd))
        staticDiscountShort = min(
            1 / discount, loss.staticDiscountShort * ElementaryFunctions.exp(time * (rate * loss.shortRateScale + loss.shortRateAdd)))

        let floating = min(seconds / Self.settlementSeconds, 1)
        variableForward = market.forward * floating
        fixedForward = market.forward - variableForward

        let volatility = parameters.volatility
        // A second at least: an expiry of now has no volatility left to shock, but its scale must stay a number.
        let counted = max(seconds, volatility.floorDays * Self.secondsPerDay, 1)
        let month = 30 * Self.secondsPerDay
        shockScale = ElementaryFunctions.pow(month / counted, seconds <= month ? volatility.shortTermPower : volatility.longTermPower)
        let skew = parameters.skew
        skewWidth = max(skew.minimumWidth, rootTime * skew.widthScale * (skew.widthStatic + skew.widthSlope * rootTime))
    }

    @inline(__always)
    func shockedForward(_ spotFactor: Double) -> Double {
        fixedForward + variableForward * spotFactor
    }

    func volatility(_ volatility: Double, strike: Double, shock: VolatilityShock, _ parameters: ScenarioParameters) -> Double {
        switch shock {
        case .none: volatility
        case .up: max(volatility * (1 + parameters.volatility.rangeUp * shockScale), parameters.volatility.minimumShockedUp)
        case .down: volatility * max(0, 1 - parameters.volatility.rangeDown * shockScale)
        case .linearSkew: volatility * skewFactor(ElementaryFunctions.log(strike / forward), parameters.skew.linear)
        case .absoluteSkew: volatility * skewFactor(ElementaryFunctions.log(strike / forward).magnitude, parameters.skew.absolute)
        }
    }

    /// Strikes above the forward stop at the upper cap, those below at the lower one.
    private func skewFactor(_ logMoneyness: Double, _ limit: SkewCap) -> Double {
        let cap = limit.scaleCap + limit.base * rootTime
        // Without a width the cap is reached at once.
        let shift = skewWidth > 0 ? logMoneyness * cap / skewWidth : logMoneyness >= 0 ? cap : -cap
        return max(0, 1 + (logMoneyness >= 0 ? min(shift, cap) : max(shift, -cap)))
    }

    /// What the expiry gains: the shocked value after the static discount of its sign, less the value now.
    @inline(__always)
    func profit(shockedValue: Double, value: Double) -> Double {
        (shockedValue > 0 ? staticDiscountLong : staticDiscountShort) * shockedValue - value
    }
}
