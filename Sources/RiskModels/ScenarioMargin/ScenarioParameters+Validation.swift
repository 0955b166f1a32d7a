extension ScenarioParameters {
    /// Far above any parameter that is meant, and small enough for a shocked volatility to stay a number.
    static let largest = 1e6
    static let largestPower = 16.0

    /// Factors of loss and shares set aside cannot be negative: a negative one would pay for risk. All are bounded.
    func validate() throws(RiskModelError) {
        for (name, value) in nonNegativeValues { try Require.within(0...Self.largest, value, name) }
        for (name, value) in signedValues { try Require.within(-Self.largest...Self.largest, value, name) }
        try Require.within(-Self.largestPower...Self.largestPower, volatility.shortTermPower, "short-term power")
        try Require.within(-Self.largestPower...Self.largestPower, volatility.longTermPower, "long-term power")
        try Require.within(0...Self.largest, volatility.floorDays, "floor of days to expiry")
        try Require.within(0...Self.largest, skew.minimumWidth, "minimum skew width")
    }

    private var nonNegativeValues: [(String, Double)] {
        [
            ("volatility range up", volatility.rangeUp), ("volatility range down", volatility.rangeDown),
            ("minimum volatility shocked up", volatility.minimumShockedUp),
            ("maintenance loss factor", loss.maintenanceFactor), ("initial loss factor", loss.initialFactor),
            ("static discount of long expiries", loss.staticDiscountLong), ("static discount of short expiries", loss.staticDiscountShort),
            ("basis spot up", basis.spotUp), ("basis spot down", basis.spotDown),
            ("basis add factor", basis.addFactor), ("basis time factor", basis.timeFactor),
            ("peg factor", contingency.pegFactor), ("confidence factor", contingency.confidenceFactor),
            ("maintenance share of perpetuals", contingency.maintenancePerpetual),
            ("initial add-on of perpetuals", contingency.initialPerpetualAddOn),
            ("maintenance share of options", contingency.maintenanceOption), ("initial add-on of options", contingency.initialOptionAddOn),
        ]
    }

    private var signedValues: [(String, Double)] {
        [
            ("linear skew cap", skew.linear.scaleCap), ("linear skew base", skew.linear.base),
            ("absolute skew cap", skew.absolute.scaleCap), ("absolute skew base", skew.absolute.base),
            ("skew width scale", skew.widthScale), ("skew width static", skew.widthStatic), ("skew width slope", skew.widthSlope),
            ("long rate scale", loss.longRateScale), ("long rate add", loss.longRateAdd),
            ("short rate scale", loss.shortRateScale), ("short rate add", loss.shortRateAdd),
            ("peg threshold", contingency.pegThreshold), ("confidence threshold", contingency.confidenceThreshold),
        ]
    }
}
