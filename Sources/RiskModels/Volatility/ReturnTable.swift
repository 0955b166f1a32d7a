/// Returns of several factors over the same periods, checked and turned into columns.
struct ReturnTable {
    let columns: [[Double]]
    let periods: Int

    /// - Parameter rows: one a period, all of the same length.
    init(_ rows: [[Double]]) throws(RiskModelError) {
        try Require.count(rows.count, "periods", atLeast: 1)
        let size = rows[0].count
        try Require.count(size, "factors", atLeast: 1, atMost: Require.maximumSide)
        for (index, row) in rows.enumerated() {
            if row.count != size { throw .sizeMismatch(name: "row \(index)", got: row.count, expected: size) }
            try Require.allFinite(row, "row \(index)")
        }
        columns = (0..<size).map { column in rows.map { $0[column] } }
        periods = rows.count
    }

    /// The columns less their means.
    var centred: [[Double]] {
        columns.map { column in
            let mean = column.reduce(0, +) / Double(periods)
            return column.map { $0 - mean }
        }
    }
}
