public import Quantities

/// Prices of some assets, day by day.
public struct PriceHistory: Hashable, Sendable {
    /// Each once, in the order of the table.
    public let assets: [String]
    /// Ascending.
    public let dates: [PriceDate]
    /// One row a day, one price an asset; each more than 0.
    public let rows: [[FixedPoint]]

    /// Only a reader that has looked at every line makes one.
    init(assets: [String], dates: [PriceDate], rows: [[FixedPoint]]) {
        self.assets = assets
        self.dates = dates
        self.rows = rows
    }

    /// The prices of one asset, one a day.
    ///
    /// - Throws: `unknown`.
    public func prices(of asset: String) throws(RiskModelError) -> [FixedPoint] {
        let column = try column(of: asset)
        return rows.map { $0[column] }
    }

    /// What one unit of money in the asset won each day: p1 / p0 - 1, the first on the second day.
    ///
    /// The difference is exact before it becomes binary.
    /// - Throws: `unknown`; `count` with fewer than two days; `outOfRange` where a price vanished next to the one before.
    public func returns(of asset: String) throws(RiskModelError) -> ReturnSeries {
        let column = try column(of: asset)
        let changes = try changes { row, before throws(RiskModelError) in
            AmountConversion.double(try row[column].minus(before[column])) / AmountConversion.double(before[column])
        }
        return try ReturnSeries(name: asset, values: changes, accumulation: .compounded, dates: Array(dates.dropFirst()))
    }

    /// What a basket of fixed quantities won each day, in the currency of the prices; exact before it becomes binary.
    ///
    /// - Parameters:
    ///   - name: of the basket.
    ///   - quantities: in assets, negative for what is owed; each asset at most once.
    /// - Throws: `unknown`, `duplicate`, `count` with fewer than two days, `arithmetic`.
    public func profits(
        of name: String, quantities: [(asset: String, quantity: FixedPoint)]
    ) throws(RiskModelError) -> ReturnSeries {
        var columns: [(Int, FixedPoint)] = []
        for (asset, quantity) in quantities {
            let column = try column(of: asset)
            guard !columns.contains(where: { $0.0 == column }) else { throw .duplicate(name: asset) }
            columns.append((column, quantity))
        }
        let changes = try changes { row, before throws(RiskModelError) in
            var sum = FixedPoint.zero
            for (column, quantity) in columns {
                sum = try sum.plus(quantity.times(row[column].minus(before[column]), .floor))
            }
            return AmountConversion.double(sum)
        }
        return try ReturnSeries(name: name, values: changes, accumulation: .added, dates: Array(dates.dropFirst()))
    }

    private func column(of asset: String) throws(RiskModelError) -> Int {
        guard let column = assets.firstIndex(of: asset) else { throw .unknown(name: asset, what: "asset in the table:") }
        return column
    }

    private func changes(
        _ change: ([FixedPoint], [FixedPoint]) throws(RiskModelError) -> Double
    ) throws(RiskModelError) -> [Double] {
        try Require.count(rows.count, "days of prices", atLeast: 2)
        var changes: [Double] = []
        changes.reserveCapacity(rows.count - 1)
        for day in rows.indices.dropFirst() { changes.append(try change(rows[day], rows[day - 1])) }
        return changes
    }
}
