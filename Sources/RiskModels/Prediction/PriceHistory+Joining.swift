import Quantities

extension PriceHistory {
    /// Several tables as one: the days that all of them have, with the columns of each in their order.
    ///
    /// What moved on a day that another table lacks is in the next common day's return, so nothing of a move is lost.
    /// - Throws: `count` without a table, with more than 256 columns, or without two common days; `duplicate` for a column of two tables.
    public static func joined(_ tables: [PriceHistory]) throws(RiskModelError) -> PriceHistory {
        try Require.count(tables.count, "tables of prices", atLeast: 1)
        let assets = tables.flatMap(\.assets)
        try Require.count(assets.count, "columns of all tables", atLeast: 1, atMost: mostAssets)
        var names: Set<String> = []
        for asset in assets where !names.insert(asset).inserted { throw .duplicate(name: asset) }
        var common = Set(tables[0].dates)
        for table in tables.dropFirst() { common.formIntersection(table.dates) }
        try Require.count(common.count, "days that all tables of prices have", atLeast: 2)
        let rows = tables.map { table in zip(table.dates, table.rows).filter { common.contains($0.0) }.map(\.1) }
        return PriceHistory(
            assets: assets, dates: common.sorted(), rows: (0..<common.count).map { day in rows.flatMap { $0[day] } })
    }

    /// The logarithmic returns of some assets, one row a day, the first on the second day.
    ///
    /// - Throws: `unknown`; `count` with fewer than two days.
    public func logarithmicReturns(of assets: [String]) throws(RiskModelError) -> [[Double]] {
        var columns: [[Double]] = []
        for asset in assets {
            let prices = try prices(of: asset)
            try Require.count(prices.count, "days of prices", atLeast: 2)
            var moves: [Double] = []
            for day in prices.indices.dropFirst() {
                moves.append(try ElementaryFunctions.logarithm(AmountConversion.double(prices[day]) / AmountConversion.double(prices[day - 1])))
            }
            columns.append(moves)
        }
        return (0..<(columns.first?.count ?? 0)).map { day in columns.map { $0[day] } }
    }
}
