internal import Quantities

/// What is asked, and the two things every search asks of a set of units.
struct HedgeQuestion {
    let menu: HedgeMenu
    let model: any RequirementModel
    let target: Double

    func requirement(_ units: [Int]) throws(HedgingError) -> Double {
        let requirement = try model.requirement(units: units.map(Double.init))
        try Bounds.nonNegative(requirement, "requirement")
        return requirement
    }

    /// Exact, in quote units.
    func cost(_ units: [Int]) throws(HedgingError) -> FixedPoint {
        var total = FixedPoint.zero
        for (trade, amount) in zip(menu.trades, units) where amount > 0 {
            let sum = total
            total = try computing("cost of the hedge") { () throws(QuantityError) in
                try sum.adding(trade.costPerUnit.multiplied(by: FixedPoint(Int64(amount)), rounding: .ceiling))
            }
        }
        return total
    }

    /// The same with another target.
    func aiming(at target: Double) -> HedgeQuestion { HedgeQuestion(menu: menu, model: model, target: target) }
}

/// What a search found: whether it meets the target is for the requirement to say.
struct HedgeFinding {
    let units: [Int]
    let proof: HedgeProof
}
