import Quantities

/// Collateral of one asset that is known equally well, valued together.
///
/// Rounding is done on the sum, and each line gets what it adds to it. So how a holding is split over lines, and in which order they
/// stand, cannot change the account's value by even the last digit; and no line differs from its own value by more than that digit.
struct CollateralPool {
    /// What is removed, one after the other; none is zero, so that a reason which removes nothing does not set a line apart.
    let shares: [MarginAmounts]
    private var quantity = Int256.zero
    /// The value before the first deduction and after each.
    private var levels: [MarginAmounts]

    init(shares: [MarginAmounts]) {
        self.shares = shares
        levels = Array(repeating: .zero, count: shares.count + 1)
    }

    /// Adds base units.
    ///
    /// - Returns: what they add to the value before the first deduction and after each; as many as `shares`, and one more.
    mutating func add(_ more: Int256, at price: AssetPrice?) throws(MarginError) -> [MarginAmounts] {
        quantity = try computing("the sum of all collateral of an asset") { () throws(QuantityError) in try quantity.adding(more) }
        let before = levels
        levels[0] = MarginAmounts(all: try price?.value(of: quantity, rounding: .floor) ?? .zero)
        for (index, share) in shares.enumerated() { levels[index + 1] = try levels[index].less(share) }
        var added: [MarginAmounts] = []
        added.reserveCapacity(levels.count)
        for index in levels.indices { added.append(try levels[index].minus(before[index], "adjusted value")) }
        return added
    }
}
