import ChainIdentity
import CollateralState
import Encoding
import Quantities

extension VenueReport {
    var json: JSON {
        [
            "records": .array(
                records.map { record in
                    [
                        "venue": .string("\(record.venue)"), "digest": .string("\(record.digest)"), "number": .integer(record.number),
                        "publishedAtMilliseconds": .integer(record.publishedAt.milliseconds), "ageMilliseconds": .integer(record.age),
                    ]
                }),
            "lines": .array(lines.map(\.json)),
            "orders": .array(orders.map(\.json)),
            "marketValue": .string("\(marketValue)"),
            "value": value.json,
        ]
    }
}

extension VenueLine {
    fileprivate var json: JSON {
        var object: JSONObject = ["venue": .string("\(venue)"), "account": .string(account.text)]
        switch content {
        case .cash(let worth):
            object["kind"] = "cash"
            worth.write(to: &object)
        case .position(let position, let figures, let worth):
            position.write(to: &object)
            figures.write(to: &object)
            worth.write(to: &object)
        case .uncounted(let position, let reason):
            position.write(to: &object)
            object["uncounted"] = .object(reason.members)
        case .unpriceable(let position, let reason):
            position.write(to: &object)
            object["unpriceable"] = .string(reason.name)
        }
        return .object(object)
    }
}

extension VenuePosition {
    fileprivate func write(to object: inout JSONObject) {
        object["kind"] = "position"
        object["asset"] = .string(instrument.text)
        object["quantity"] = .string("\(quantity)")
        object["unrealisedProfit"] = .string("\(unrealisedProfit)")
        object["unpaidFunding"] = .string("\(unpaidFunding)")
    }
}

extension VenueWorth {
    fileprivate func write(to object: inout JSONObject) {
        object["marketValue"] = .string("\(raw)")
        object["deductions"] = .array(deductions.map(\.json))
        object["counted"] = counted.json
    }
}

extension OrderLine {
    fileprivate var json: JSON {
        var object: JSONObject = [
            "venue": .string("\(venue)"), "asset": .string(asset.text), "accounts": .array(accounts.map { .string($0.text) }),
            "count": .integer(UInt64(count)),
        ]
        switch content {
        case .counted(let figures):
            object["bids"] = .string("\(figures.bids)")
            object["asks"] = .string("\(figures.asks)")
            object["fees"] = .string("\(figures.fees)")
            object["added"] = figures.added.json
            object["alone"] = figures.alone.json
        case .uncounted(let reason): object["uncounted"] = .object(reason.members)
        case .unpriceable(let reason): object["unpriceable"] = .string(reason.name)
        }
        return .object(object)
    }
}
