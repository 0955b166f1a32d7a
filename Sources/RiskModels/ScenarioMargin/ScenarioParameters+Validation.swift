extension ScenarioParameters {
    /// Factors of loss and shares set aside cannot be negative: a negative one would pay for risk. The rest must be finite.
    func validate() throws(RiskModelError) {
        for (name, value) in nonNegativeValues { try Require.nonNegative(value, name) }
        for (name, value) in signedValues { try Require.finite(value, name) }
        try Require.nonNegative(volatility.floorDays, "floor of days to expiry")
        try Require.nonNegative(skew.minimumWidth, "minimum skew width")
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
            ("short-term power", volatility.shortTermPower), ("long-term power", volatility.longTermPower),
            ("linear skew cap", skew.linear.scaleCap), ("linear skew base", skew.linear.base),
            ("absolute skew cap", skew.absolute.scaleCap), ("absolute skew base", skew.absolute.base),
            ("skew width scale", skew.widthScale), ("skew width static", skew.widthStatic), ("skew width slope", skew.widthSlope),
            ("long rate scale", loss.longRateScale), ("long rate add", loss.longRateAdd),
            ("short rate scale", loss.shortRateScale), ("short rate add", loss.shortRateAdd),
            ("peg threshold", contingency.pegThreshold), ("confidence threshold", contingency.confidenceThreshold),
        ]
    }
}
