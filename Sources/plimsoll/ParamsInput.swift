import ArgumentParser
import CollateralState
import CometBFT
import Encoding
import Governance
import Margin
import Node

/// A length of time as people type it: `90s`, `30m`, `12h`, `7d`.
struct TimeSpan: ExpressibleByArgument {
    private static let units: [(suffix: String, milliseconds: UInt64)] = [("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)]

    let milliseconds: UInt64

    init(milliseconds: UInt64) { self.milliseconds = milliseconds }

    init?(argument: String) {
        guard let unit = Self.units.first(where: { argument.hasSuffix($0.suffix) }), let number = UInt64(argument.dropLast()),
            String(number).count == argument.count - 1
        else { return nil }
        let (product, overflow) = number.multipliedReportingOverflow(by: unit.milliseconds)
        guard !overflow else { return nil }
        milliseconds = product
    }

    static func text(_ milliseconds: UInt64) -> String {
        let unit = units.last { milliseconds.isMultiple(of: $0.milliseconds) && milliseconds >= $0.milliseconds }
        return unit.map { "\(milliseconds / $0.milliseconds)\($0.suffix)" } ?? "\(milliseconds) ms"
    }
}

/// A moment as people type it: RFC 3339 in UTC, `now`, or a time from now like `+8d`.
struct Moment: ExpressibleByArgument {
    let timestamp: Timestamp
    /// When it was read: what a time from now counts from.
    let asOf: Timestamp

    init?(argument: String) {
        let now = WallClock.now()
        asOf = now
        if argument == "now" {
            timestamp = now
        } else if argument.hasPrefix("+"), let span = TimeSpan(argument: String(argument.dropFirst())) {
            let (sum, overflow) = now.milliseconds.addingReportingOverflow(span.milliseconds)
            guard !overflow else { return nil }
            timestamp = Timestamp(milliseconds: sum)
        } else {
            guard let time = try? BlockTime(parsing: argument), time.seconds >= 0 else { return nil }
            timestamp = Timestamp(milliseconds: UInt64(time.seconds) * 1_000 + UInt64(time.nanoseconds) / 1_000_000)
        }
    }
}

/// A file of the params commands: parameters as people write them, JSON or TOML, or a signed proposal.
enum ParamsInput {
    /// - Returns: what a parameter file says, right or not; of a signed proposal, the parameters in it.
    static func parametersJSON(_ file: String) throws -> JSON {
        let bytes = try BoundedFile.read(file, maximum: SignedParametersFile.maximumBytes)
        guard bytes.first(where: { !" \n\r\t".utf8.contains($0) }) == UInt8(ascii: "{") else { return try TOMLFile.parse(bytes, file: file) }
        return try naming(file) { try ParameterFile.json(of: bytes) }
    }

    static func parameters(_ file: String) throws -> ParameterSet {
        let json = try parametersJSON(file)
        return try naming(file) { try ParameterSet(json: json) }
    }

    static func signed(_ file: String) throws -> SignedParameters {
        try naming(file) { try SignedParametersFile.parse(BoundedFile.read(file, maximum: SignedParametersFile.maximumBytes)) }
    }

    static func governance(_ file: String, now: Timestamp) throws -> GovernanceHistory {
        try naming(file) { try GovernanceFile.parse(BoundedFile.read(file), now: now) }
    }

    /// The sets before, oldest first: the first file is pinned, each signed one after it is verified upon the one before.
    static func earlier(_ files: [String], _ governance: GovernanceHistory, now: Timestamp) throws -> EarlierParameters {
        var earlier = EarlierParameters.none
        for (index, file) in files.enumerated() {
            if index == 0 {
                earlier = .pinned(try parameters(file))
            } else {
                let signed = try signed(file)
                earlier = .governed(try naming(file) { try signed.verify(governance: governance, earlier: earlier, now: now) })
            }
        }
        return earlier
    }

    /// What holds when by these files, as `earlier` reads them: dates are believed, since a file cannot show when it was first seen.
    static func timeline(_ files: [String], then last: SignedParameters, _ governance: GovernanceHistory) throws -> ParameterTimeline {
        let signed = try files.dropFirst().map { try Self.signed($0) } + [last]
        return try ParameterTimeline(
            governance: governance, pinned: try files.first.map { try parameters($0) },
            received: try signed.map { ReceivedParameters($0, receivedAt: try $0.proposal().proposedAt) }, now: WallClock.now())
    }

    static func naming<Value>(_ file: String, _ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as NodeError { throw error } catch { throw ParamsFileError(file: file, error: error) }
    }
}

/// What is wrong with a file.
private struct ParamsFileError: Error, CustomStringConvertible {
    let file: String
    let error: any Error

    var description: String { "\(file): \(error)" }
}
