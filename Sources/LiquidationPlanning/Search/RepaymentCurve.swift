/// What may be repaid of one debt.
struct RepayableDebt {
    /// 1 and the liquidation-end rate: the excess that each unit repaid brings.
    let gain: Double
    let owed: Double
    /// The most that can be repaid while something stays owed: close factor and dust leave no more.
    let partLimit: Double
    let canRepayWhole: Bool

    var most: Double { canRepayWhole ? owed : partLimit }
}

/// Which of a debt's two ways of being repaid is meant: a part, then no dust may stay, or the whole.
enum DebtChoice {
    case open, part, whole
}

/// The excess that proceeds bring: concave, because the debts with the highest rate are repaid first.
struct RepaymentCurve {
    struct Tranche {
        /// Proceeds at which it ends, counted from the first tranche.
        let end: Double
        let gain: Double
        /// Index of the debt; nil for proceeds that are kept.
        let debt: Int?
    }

    /// Debts that are to be repaid in whole, then the others by falling gain, then what is kept.
    let tranches: [Tranche]
    /// Proceeds needed for the debts that are to be repaid in whole.
    let required: Double
    /// The most that can be used.
    let capacity: Double

    init(_ debts: [RepayableDebt], choices: [DebtChoice], keptShare: Double?, slack: Double) {
        var tranches: [Tranche] = []
        var end = 0.0
        for (index, debt) in debts.enumerated() where choices[index] == .whole {
            end += debt.owed
            tranches.append(Tranche(end: end, gain: debt.gain, debt: index))
        }
        // A little more than the debts, so that they are repaid in whole after every rounding.
        required = end > 0 ? end + slack : 0
        for (index, debt) in debts.enumerated() where choices[index] != .whole {
            let most = choices[index] == .open ? debt.most : debt.partLimit
            if most <= 0 { continue }
            end += most
            tranches.append(Tranche(end: end, gain: debt.gain, debt: index))
        }
        if let keptShare { tranches.append(Tranche(end: .infinity, gain: keptShare, debt: nil)) }
        self.tranches = tranches
        capacity = keptShare == nil ? max(end, required) : .infinity
    }

    /// The excess that so many proceeds bring; negative proceeds cost what the first tranche would have brought.
    func gain(of proceeds: Double) -> Double {
        guard let first = tranches.first else { return min(proceeds, 0) }
        if proceeds < 0 { return proceeds * first.gain }
        var (gain, start) = (0.0, 0.0)
        for tranche in tranches where proceeds > start {
            gain += (min(proceeds, tranche.end) - start) * tranche.gain
            start = tranche.end
        }
        return gain
    }

    /// What the last unit of so many proceeds brings.
    func lastGain(at proceeds: Double) -> Double {
        tranches.first { proceeds <= $0.end }?.gain ?? tranches.last?.gain ?? 0
    }

    /// How much of each debt is repaid out of so many proceeds.
    func repaid(of proceeds: Double, debts: Int) -> [Double] {
        var repaid = [Double](repeating: 0, count: debts)
        var start = 0.0
        for tranche in tranches where proceeds > start {
            if let debt = tranche.debt { repaid[debt] = min(proceeds, tranche.end) - start }
            start = tranche.end
        }
        return repaid
    }
}
