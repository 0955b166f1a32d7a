import ChainIdentity
import Hedging
import Margin
import Quantities
import RiskModels

/// The scenario lens of a report as a matrix: what account and trades win or lose in each scenario, underlying by underlying.
///
/// requirement = what is not covered + sum over underlyings of max(0, set aside + factor * worst loss - haircuts taken already). Taken from reports
/// with one and two units of each trade, so it is the lens's own grid; what is not straight in it (what is set aside for a net of options)
/// is taken as straight, and the report that is made with the trades decides.
struct ScenarioHedgeModel: RequirementModel {
    private struct Underlying {
        var base: [Double]
        /// By trade, then by scenario: of one unit.
        var perUnit: [[Double]]
        var aside: Double
        var asidePerUnit: [Double]
        let removed: Double
    }

    let tradeCount: Int
    private let underlyings: [Underlying]
    private let uncovered: Double
    private let uncoveredPerUnit: [Double]
    private let lossFactor: Double

    /// nil unless the mode sees the whole basket and the scenario lens is the largest.
    init?(_ desk: TradingDesk, _ kind: MarginKind) throws(MarginAnswersError) {
        guard let parameters = desk.margin.parameters.lenses?.scenarios, let lens = Self.largest(desk.before, kind) else { return nil }
        tradeCount = desk.menu.trades.count
        var sheets: [(one: Sheet, two: Sheet)] = []
        for index in desk.menu.trades.indices {
            var counts = [Int](repeating: 0, count: tradeCount)
            counts[index] = 1
            guard let one = Sheet(try desk.report(with: counts)) else { return nil }
            counts[index] = 2
            guard let two = Sheet(try desk.report(with: counts)) else { return nil }
            sheets.append((one, two))
        }
        guard let own = Sheet(desk.before) else { return nil }
        let loss = parameters.parameters.loss
        let peg = max(0, parameters.parameters.contingency.pegThreshold - 1) * parameters.parameters.contingency.pegFactor
        lossFactor = kind == .maintenance ? loss.maintenanceFactor : loss.initialFactor + peg
        uncovered = AmountConversion.double(lens.uncovered[kind])
        uncoveredPerUnit = sheets.map { AmountConversion.double($0.two.uncovered[kind]) - AmountConversion.double($0.one.uncovered[kind]) }
        var underlyings: [Underlying] = []
        for asset in parameters.underlyings {
            guard let underlying = Self.underlying(asset, own, sheets, kind, removed: Self.removed(asset, desk.before, kind)) else { continue }
            underlyings.append(underlying)
        }
        self.underlyings = underlyings
    }

    private static func largest(_ report: MarginReport, _ kind: MarginKind) -> LensFigure? {
        guard let requirements = report.totals?.requirements, requirements.mode == .correlationAware, let aware = requirements.correlationAware,
            let lens = aware.lenses.first(where: { $0.lens == .scenarios }), lens.requirement[kind] == aware.requirement[kind]
        else { return nil }
        return lens
    }

    /// What haircuts for moves of the price take off the collateral of an asset, as the lens credits it.
    private static func removed(_ asset: AssetID, _ report: MarginReport, _ kind: MarginKind) -> Double {
        guard let line = report.assets.first(where: { $0.asset == asset }) else { return 0 }
        return line.deductions.reduce(0) { sum, deduction in
            switch deduction.reason {
            case .haircut, .volatility: sum + AmountConversion.double(deduction.amounts[kind])
            default: sum
            }
        }
    }

    /// nil for an underlying that neither account nor trades have to do with. Of one that the account has only as collateral the lens says nothing
    /// until a trade is there: two units less one then say what the account alone would win or lose.
    private static func underlying(
        _ asset: AssetID, _ own: Sheet, _ sheets: [(one: Sheet, two: Sheet)], _ kind: MarginKind, removed: Double
    ) -> Underlying? {
        guard let some = own.columns[asset] ?? sheets.lazy.compactMap({ $0.one.columns[asset] }).first else { return nil }
        let nothing = Sheet.Column(pnl: some.pnl.map { _ in 0 }, maintenanceAside: 0, initialAside: 0)
        var base = own.columns[asset]
        var units: [Sheet.Column] = []
        for (one, two) in sheets {
            guard let first = one.columns[asset], let second = two.columns[asset] else { units.append(nothing); continue }
            let unit = second.less(first)
            if base == nil { base = first.less(unit) }
            // A trade on another underlying leaves this one as it is.
            units.append(unit)
        }
        guard let base else { return nil }
        return Underlying(
            base: base.pnl, perUnit: units.map(\.pnl), aside: base.aside(kind), asidePerUnit: units.map { $0.aside(kind) }, removed: removed)
    }

    func requirement(units: [Double]) throws(HedgingError) -> Double {
        var sum = uncovered + zip(units, uncoveredPerUnit).reduce(0) { $0 + $1.0 * $1.1 }
        for underlying in underlyings {
            var worst = 0.0
            for scenario in underlying.base.indices {
                var pnl = underlying.base[scenario]
                for trade in units.indices { pnl += units[trade] * underlying.perUnit[trade][scenario] }
                worst = max(worst, -pnl)
            }
            let aside = underlying.aside + zip(units, underlying.asidePerUnit).reduce(0) { $0 + $1.0 * $1.1 }
            sum += max(0, aside + lossFactor * worst - underlying.removed)
        }
        return max(0, sum)
    }

    /// One line for each choice of a scenario, or of none, in every underlying; nil where those are too many.
    var lines: RequirementLines? {
        var (base, perUnit) = ([uncovered], [uncoveredPerUnit])
        for underlying in underlyings {
            guard base.count * (underlying.base.count + 2) <= ScenarioMatrixModel.maximumScenarios else { return nil }
            var (nextBase, nextPerUnit) = (base, perUnit)
            for (line, rates) in zip(base, perUnit) {
                nextBase.append(line + underlying.aside - underlying.removed)
                nextPerUnit.append(zip(rates, underlying.asidePerUnit).map { $0 + $1 })
                for scenario in underlying.base.indices {
                    nextBase.append(line + underlying.aside - lossFactor * underlying.base[scenario] - underlying.removed)
                    nextPerUnit.append(rates.indices.map { rates[$0] + underlying.asidePerUnit[$0] - lossFactor * underlying.perUnit[$0][scenario] })
                }
            }
            (base, perUnit) = (nextBase, nextPerUnit)
        }
        return RequirementLines(base: base, perUnit: perUnit)
    }
}

/// What the scenario lens of one report says, by underlying.
private struct Sheet {
    struct Column {
        /// One for each scenario, and the basis between expiries; in the lens's order.
        let pnl: [Double]
        let maintenanceAside: Double
        let initialAside: Double

        func aside(_ kind: MarginKind) -> Double { kind == .maintenance ? maintenanceAside : initialAside }

        func less(_ other: Column) -> Column {
            Column(
                pnl: zip(pnl, other.pnl).map { $0 - $1 }, maintenanceAside: maintenanceAside - other.maintenanceAside,
                initialAside: initialAside - other.initialAside)
        }
    }

    let columns: [AssetID: Column]
    let uncovered: MarginAmounts

    /// nil where the report has no scenario lens.
    init?(_ report: MarginReport) {
        guard let lens = report.totals?.requirements.correlationAware?.lenses.first(where: { $0.lens == .scenarios }) else { return nil }
        uncovered = lens.uncovered
        var amounts: [AssetID: [Double]] = [:]
        for detail in lens.details {
            if let asset = detail.asset { amounts[asset, default: []].append(AmountConversion.double(detail.amount)) }
        }
        // The last two are what is set aside: maintenance, then initial.
        columns = amounts.compactMapValues { values in
            values.count < 3
                ? nil : Column(pnl: Array(values.dropLast(2)), maintenanceAside: values[values.count - 2], initialAside: values[values.count - 1])
        }
    }
}
