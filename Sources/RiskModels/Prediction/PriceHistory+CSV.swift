internal import Encoding
internal import Quantities

extension PriceHistory {
    public static let longestTable = 33_554_432
    public static let mostAssets = 256
    /// One more than the returns it gives.
    public static let mostDays = ReturnSeries.longest + 1
    /// Of one field, in bytes: a name, or the longest price.
    private static let longestField = 64

    /// Reads a table of prices.
    ///
    ///     date,BTC,ETH
    ///     2024-01-01,42265.19,2281.47
    ///
    /// One spelling: commas without spaces or quotes, line feeds without carriage returns (the last one may be missing), days
    /// ascending, a plain decimal above zero in every field.
    /// - Parameter bytes: at most 32 MiB, 256 assets, 20,001 days.
    /// - Throws: `count` for a table too large; `malformedTable` with line and column, both from 1, for everything else.
    public init(parsingCSV bytes: [UInt8]) throws(RiskModelError) {
        try Require.count(bytes.count, "bytes of the table", atLeast: 1, atMost: Self.longestTable)
        var lines = CSVLines(bytes: bytes)
        let assets = try Self.assets(lines.next(maximumFields: Self.mostAssets + 1, longestField: Self.longestField))
        var dates: [PriceDate] = []
        var rows: [[FixedPoint]] = []
        while !lines.isAtEnd {
            guard dates.count < Self.mostDays else {
                throw .count(name: "days in the table", got: dates.count + 1, expected: "at most \(Self.mostDays)")
            }
            let line = try lines.next(maximumFields: assets.count + 1, longestField: Self.longestField)
            dates.append(try Self.date(line, after: dates.last))
            rows.append(try Self.prices(line, assets))
        }
        if rows.isEmpty { throw .malformedTable(line: 2, column: 1, problem: "the table has no day; give a line of prices a day") }
        self.init(assets: assets, dates: dates, rows: rows)
    }

    private static func assets(_ line: CSVLine) throws(RiskModelError) -> [String] {
        guard line.text(0) == "date" else {
            throw line.refuses(0, "the first line begins with \"\(line.excerpt(0))\"; the header is date,ASSET,...")
        }
        guard line.fields.count > 1 else { throw line.refuses(0, "the header names no asset; it is date,ASSET,...") }
        var names: Set<String> = []
        for column in 1..<line.fields.count {
            guard ReturnSeries.isName(line.fields[column]) else {
                throw line.refuses(column, "\"\(line.excerpt(column))\" is no asset name: 1 to 64 printable ASCII characters without quotes")
            }
            guard names.insert(line.text(column)).inserted else { throw line.refuses(column, "\(line.excerpt(column)) is named twice") }
        }
        return (1..<line.fields.count).map(line.text)
    }

    private static func date(_ line: CSVLine, after last: PriceDate?) throws(RiskModelError) -> PriceDate {
        guard let date = PriceDate(parsing: line.fields[0]) else {
            throw line.refuses(0, "\"\(line.excerpt(0))\" is no day; write it like 2024-02-29")
        }
        if let last, date <= last { throw line.refuses(0, "\(date) does not come after \(last); each day stands once, the oldest first") }
        return date
    }

    private static func prices(_ line: CSVLine, _ assets: [String]) throws(RiskModelError) -> [FixedPoint] {
        guard line.fields.count == assets.count + 1 else {
            throw line.refuses(line.fields.count - 1, "\(line.fields.count) fields, where the header has \(assets.count + 1)")
        }
        var prices: [FixedPoint] = []
        prices.reserveCapacity(assets.count)
        for column in 1..<line.fields.count {
            let asset = assets[column - 1]
            if line.fields[column].isEmpty { throw line.refuses(column, "no price of \(asset); a day without a price is left out") }
            let price: FixedPoint
            do { price = try FixedPoint(parsing: line.text(column)) } catch { throw line.refuses(column, "price of \(asset): \(error)") }
            guard price > .zero else { throw line.refuses(column, "the price of \(asset) is \(price); expected more than 0") }
            prices.append(price)
        }
        return prices
    }
}

/// One line, cut at its commas.
private struct CSVLine {
    let number: Int
    let fields: [ArraySlice<UInt8>]

    /// Of a field that has been found to be ASCII.
    func text(_ column: Int) -> String { String(decoding: fields[column], as: UTF8.self) }

    func excerpt(_ column: Int) -> String { Encoding.excerpt(text(column)) }

    func refuses(_ column: Int, _ problem: String) -> RiskModelError {
        .malformedTable(line: number, column: column + 1, problem: problem)
    }
}

/// The lines of a table, one after the other, so that nothing is kept of a table that is refused.
private struct CSVLines {
    let bytes: [UInt8]
    private var position = 0
    private var number = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position >= bytes.count }

    /// - Throws: `malformedTable` for a field too long, too many fields, or a byte that does not belong in a table.
    mutating func next(maximumFields: Int, longestField: Int) throws(RiskModelError) -> CSVLine {
        number += 1
        var fields: [ArraySlice<UInt8>] = []
        var start = position
        while true {
            let byte = position < bytes.count ? bytes[position] : UInt8(ascii: "\n")
            let ends = byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n")
            if ends {
                guard fields.count < maximumFields else { throw refuses(fields, "more fields than the \(maximumFields) that can stand here") }
                fields.append(bytes[start..<position])
                start = position + 1
            } else {
                try check(byte, fields)
                if position - start >= longestField { throw refuses(fields, "the field is longer than \(longestField) bytes") }
            }
            position += 1
            if byte == UInt8(ascii: "\n") { return CSVLine(number: number, fields: fields) }
        }
    }

    private func check(_ byte: UInt8, _ fields: [ArraySlice<UInt8>]) throws(RiskModelError) {
        switch byte {
        case 0x21...0x7e where byte != UInt8(ascii: "\""): return
        case UInt8(ascii: "\r"): throw refuses(fields, "a carriage return; lines end with a line feed alone")
        case UInt8(ascii: " "), UInt8(ascii: "\t"): throw refuses(fields, "a space; fields stand between commas alone")
        default: throw refuses(fields, "byte \(byte); a table is printable ASCII without quotes")
        }
    }

    private func refuses(_ fields: [ArraySlice<UInt8>], _ problem: String) -> RiskModelError {
        .malformedTable(line: number, column: fields.count + 1, problem: problem)
    }
}
