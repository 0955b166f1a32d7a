internal import RiskModels

/// Which of a holding's ways of being sold is meant.
enum SaleChoice {
    /// Not decided: any amount, the cost of the transaction spread over the largest sale. It costs at most what every decision costs.
    case open
    case none
    /// At least the minimum, and no dust is left.
    case part
    case whole
}

/// An amount of every holding, what it brings and what it costs.
struct SalePoint {
    /// Value sold of each holding.
    var values: [Double]
    /// Of all sales, transactions paid.
    var proceeds: Double
    /// Values less proceeds.
    var loss: Double
    /// What the liquidation-end excess rises by.
    var gain: Double
}

/// The problem once some choices are made: least loss for a wanted gain, over convex segments, so it can be solved to the end.
///
/// With a price `p` on a unit of gain, least loss less `p` times gain is found by taking segments in the order of (loss + p * counted) for
/// each unit of proceeds while that is less than p times what the proceeds bring: the proceeds' gain is concave in their sum alone. The
/// best price is found on the lower hull of (gain, loss): the line through one point short of the wanted gain and one beyond it gives the
/// next price, until no point lies below the line (Kelley, The cutting-plane method, 1960, in one dimension). Then every mixture of the
/// two points is best for that price, and the mixture that has just the wanted gain is best of all (Lagrangian duality).
struct SaleRelaxation {
    /// Proceeds that can be had from one segment at one rate.
    struct Piece {
        let holding: Int
        let proceeds: Double
        /// Value sold for each unit of proceeds.
        let value: Double
        /// Counted value given up for each unit of proceeds.
        let counted: Double
    }

    let repayment: RepaymentCurve
    private(set) var pieces: [Piece] = []
    private var forced: [Double]
    private var forcedProceeds = 0.0
    private var counted: [Double]
    private let slack: Double

    /// - Parameters:
    ///   - choices: one for each curve.
    ///   - slack: what proceeds may exceed the capacity by.
    init(_ curves: [SaleCurve], choices: [SaleChoice], repayment: RepaymentCurve, slack: Double) {
        self.repayment = repayment
        self.slack = slack
        forced = [Double](repeating: 0, count: curves.count)
        counted = curves.map(\.counted)
        for (index, curve) in curves.enumerated() where choices[index] != .none { add(curve, index, choices[index]) }
    }

    private mutating func add(_ curve: SaleCurve, _ index: Int, _ choice: SaleChoice) {
        var must = 0.0
        var can = curve.most
        var spread = 0.0
        switch choice {
        case .none: return
        case .open: spread = can > 0 ? curve.transactionCost / can : 0
        case .part: (must, can) = (curve.minimum, curve.partLimit)
        case .whole: must = curve.whole
        }
        forced[index] = must
        if choice != .open { forcedProceeds += must > 0 ? curve.proceeds(selling: must) : -curve.transactionCost }
        var from = 0.0
        for segment in curve.segments {
            let (start, end) = (max(from, must), min(from + segment.width, can))
            from += segment.width
            let rate = segment.rate - spread
            guard end > start, rate > 0 else { continue }
            pieces.append(Piece(holding: index, proceeds: (end - start) * rate, value: 1 / rate, counted: curve.counted / rate))
        }
    }

    /// The least loss less `price` times gain; without a price the highest gain alone.
    ///
    /// - Returns: nil where the choices cannot be met together.
    func best(price: Double?) -> SalePoint? {
        func key(_ piece: Piece) -> Double { price.map { piece.value - 1 + $0 * piece.counted } ?? piece.counted }
        let ordered = pieces.map { (key: key($0), piece: $0) }.sorted { left, right in
            left.key == right.key ? left.piece.value < right.piece.value : left.key < right.key
        }
        var (values, proceeds) = (forced, forcedProceeds)
        if proceeds > repayment.capacity + slack { return nil }
        var tranche = 0
        search: for (key, piece) in ordered {
            var left = piece.proceeds
            while left > 0 {
                while tranche < repayment.tranches.count, proceeds >= repayment.tranches[tranche].end { tranche += 1 }
                var end = repayment.required
                if proceeds >= repayment.required {
                    guard tranche < repayment.tranches.count else { break search }
                    guard key < (price ?? 1) * repayment.tranches[tranche].gain else { break search }
                    end = repayment.tranches[tranche].end
                }
                let room = end - proceeds
                let taken = min(left, room)
                values[piece.holding] += taken * piece.value
                proceeds = left >= room ? end : proceeds + left
                left -= taken
            }
        }
        if proceeds < repayment.required - slack { return nil }
        return point(values, proceeds)
    }

    /// The least loss of all that gains as much as wanted.
    ///
    /// - Returns: nil where no amounts gain that much; anything once patience is over, which is found out before the next node.
    func cheapest(gaining wanted: Double, _ patience: Patience) -> SalePoint? {
        guard var short = best(price: 0) else { return nil }
        if short.gain >= wanted { return short }
        guard var beyond = best(price: nil), beyond.gain >= wanted else { return nil }
        for _ in 0..<200 {
            if patience.isOver { break }
            let price = (beyond.loss - short.loss) / (beyond.gain - short.gain)
            guard price.isFinite, price > 0, let next = best(price: price) else { break }
            let below = (short.loss - price * short.gain) - (next.loss - price * next.gain)
            if below <= 1e-13 * (short.loss.magnitude + price * short.gain.magnitude) { break }
            if next.gain >= wanted { beyond = next } else { short = next }
        }
        let share = (wanted - short.gain) / (beyond.gain - short.gain)
        return mixture(short, beyond, share)
    }

    private func mixture(_ short: SalePoint, _ beyond: SalePoint, _ share: Double) -> SalePoint {
        let values = zip(short.values, beyond.values).map { $0 == $1 ? $0 : $0 + share * ($1 - $0) }
        return point(values, short.proceeds + share * (beyond.proceeds - short.proceeds))
    }

    private func point(_ values: [Double], _ proceeds: Double) -> SalePoint {
        let sold = values.reduce(0, +)
        let given = zip(values, counted).reduce(0) { $0 + $1.0 * $1.1 }
        return SalePoint(values: values, proceeds: proceeds, loss: sold - proceeds, gain: repayment.gain(of: proceeds) - given)
    }
}
