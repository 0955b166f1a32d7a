import Quantities

/// Collateral of one asset that is known equally well, valued together.
///
/// Rounding is done on the sum, and each line gets what it adds to it. So how a holding is split over lines, and in which order they
/// stand, cannot change the account's value by even the last digit; and no line differs from its own value by more than that digit.
struct CollateralPool {
    /// What is removed, one after the other; none is zero, so that a reason which removes nothing does not set a line apart.
    private let shares: [MarginAmounts]
    private var quantity = Int256.zero
    /// The value before the first deduction and after each.
    private var levels: [MarginAmounts]

    /// For lines with these findings.
    init(_ findings: [Finding]) {
        shares = findings.lazy.map(\.shares).filter { !$0.isZero }
        levels = Array(repeating: .zero, count: shares.count + 1)
    }

    /// Whether lines with these findings belong to it.
    func holds(_ findings: [Finding]) -> Bool {
        var index = 0
        for finding in findings where !finding.shares.isZero {
            guard index < shares.count, shares[index] == finding.shares else { return false }
            index += 1
        }
        return index == shares.count
    }

    /// Adds base units of a line with findings that belong to the pool.
    ///
    /// - Returns: what they add to the value before the first deduction, to each deduction (one for each finding), and to what is left.
    mutating func add(
        _ more: Int256, at price: AssetPrice?, _ findings: [Finding]
    ) throws(MarginError) -> (market: FixedPoint, deductions: [Deduction], known: MarginAmounts) {
        quantity = try computing("the sum of all collateral of an asset") { () throws(QuantityError) in try quantity.adding(more) }
        var level = MarginAmounts(all: try price?.value(of: quantity, rounding: .floor) ?? .zero)
        var added = try level.minus(levels[0], "adjusted value")
        levels[0] = level
        let market = added.maintenance
        var deductions: [Deduction] = []
        deductions.reserveCapacity(findings.count)
        var index = 0
        for finding in findings {
            guard !finding.shares.isZero else {
                deductions.append(Deduction(reason: finding.reason, shares: .zero, amounts: .zero))
                continue
            }
            index += 1
            level = try level.less(finding.shares)
            let left = try level.minus(levels[index], "adjusted value")
            deductions.append(Deduction(reason: finding.reason, shares: finding.shares, amounts: try added.minus(left, "deduction")))
            levels[index] = level
            added = left
        }
        return (market, deductions, added)
    }
}
