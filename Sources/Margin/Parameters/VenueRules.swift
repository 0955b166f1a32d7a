public import CollateralState
import Encoding
public import Quantities

/// How much of what an account has at a venue counts.
public struct VenueRules: Hashable, Sendable {
    public let name: VenueName
    /// Of an older record, or one dated further ahead, profits and cash count zero; milliseconds.
    public let maximumAge: UInt64
    /// The share of unrealised profit, and of funding owed to the account, that counts; 0...1, for initial margin at most that for maintenance margin.
    public let profitShare: MarginAmounts
    /// Set aside for each open order, in quote units.
    public let orderFee: FixedPoint

    /// - Throws: `MarginError.outOfRange`.
    public init(name: VenueName, maximumAge: UInt64, initialProfitShare: FixedPoint, maintenanceProfitShare: FixedPoint, orderFee: FixedPoint) throws(MarginError) {
        guard !initialProfitShare.isNegative, initialProfitShare <= maintenanceProfitShare, maintenanceProfitShare <= .one else {
            throw .outOfRange(
                field: "profit share of venue \(name)", expected: "0 <= initial <= maintenance <= 1",
                got: "initial \(initialProfitShare), maintenance \(maintenanceProfitShare)")
        }
        guard !orderFee.isNegative else { throw .outOfRange(field: "order fee of venue \(name)", expected: "zero or more", got: "\(orderFee)") }
        (self.name, self.maximumAge, self.orderFee) = (name, maximumAge, orderFee)
        profitShare = MarginAmounts(initial: initialProfitShare, maintenance: maintenanceProfitShare, liquidationEnd: initialProfitShare)
    }
}

extension VenueRules {
    init(_ key: String, _ node: JSONNode) throws(MarginError) {
        try node.allow(["maximumAgeMilliseconds", "profitShare", "orderFee"])
        let share = try node.member("profitShare")
        let initial: FixedPoint
        let maintenance: FixedPoint
        if case .object = share.value {
            try share.allow(["initial", "maintenance"])
            (initial, maintenance) = (try share.member("initial").fixedPoint(), try share.member("maintenance").fixedPoint())
        } else {
            initial = try share.fixedPoint()
            maintenance = initial
        }
        try self.init(
            name: try parsing { () throws(CollateralStateError) in try VenueName(parsing: key) }, maximumAge: try node.member("maximumAgeMilliseconds").whole(), initialProfitShare: initial,
            maintenanceProfitShare: maintenance, orderFee: try node.member("orderFee").fixedPoint())
    }

    var json: JSON {
        let (initial, maintenance) = (profitShare.initial, profitShare.maintenance)
        return [
            "maximumAgeMilliseconds": .integer(maximumAge),
            "profitShare": initial == maintenance ? .string("\(initial)") : ["initial": .string("\(initial)"), "maintenance": .string("\(maintenance)")],
            "orderFee": .string("\(orderFee)"),
        ]
    }
}
