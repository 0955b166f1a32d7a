import ChainIdentity
import CollateralState
public import Encoding
import Quantities
import Signatures
import UnifiedView

extension MarginReport {
    public static let format = "plimsoll/report/v2"

    /// The whole report in its one order of members. Amounts are strings with all their digits; times are milliseconds since 1970.
    public var json: JSON {
        var object: JSONObject = [
            "format": .string(Self.format),
            "network": .string("\(network)"),
            "account": .string("\(account.id)"),
            "members": .array(account.members.map { .string($0.text) }),
            "nowMilliseconds": .integer(now.milliseconds),
            "quote": .string("\(quote)"),
            "view": .string("\(viewDigest)"),
            "prices": [
                "digest": .string("\(prices.digest)"), "number": .integer(prices.number),
                "publishedAtMilliseconds": .integer(prices.publishedAt.milliseconds),
            ],
            "parameters": ["digest": .string("\(parameters.digest)"), "number": .integer(parameters.number)],
            "lines": .array(lines.map(\.json)),
            "assets": .array(assets.map(\.json)),
        ]
        if !venues.records.isEmpty { object["venues"] = venues.json }
        object["collateral"] = [
            "marketValue": .string("\(collateral.marketValue)"), "deducted": collateral.deducted.json,
            "adjustedValue": collateral.adjustedValue.json,
        ]
        object["outcome"] = outcome.json
        return .object(object)
    }

    /// The report's own bytes: its JSON without white space. Equal inputs give equal bytes on every machine.
    public var canonicalBytes: Bytes { Bytes(json.printed().utf8) }

    /// SHA-256("plimsoll/report/v2" 0x00 || canonical bytes).
    public var digest: Digest { SHA256.hash(tag: .report, canonicalBytes) }
}

extension MarginOutcome {
    fileprivate var json: JSON {
        switch self {
        case .determined(let totals):
            [
                "status": "determined",
                "liabilities": totals.liabilities.json,
                "notional": totals.notional.json,
                "positionValue": .string("\(totals.positionValue)"),
                "requirement": totals.requirement.json,
                "requirements": totals.requirements.json,
                "excess": totals.excess.json,
                "marginRatio": totals.marginRatio.map { .string("\($0)") } ?? .null,
                "state": .string(totals.state.rawValue),
            ]
        case .unpriceable(let obligations):
            [
                "status": "unpriceable",
                "obligations": .array(obligations.map { obligation in
                    [
                        "kind": .string("\(obligation.kind)"), "asset": .string(obligation.asset.text),
                        "account": .string(obligation.account.text), "reason": .string(obligation.reason.name),
                    ]
                }),
            ]
        }
    }
}

extension MarginAmounts {
    var json: JSON {
        [
            "initial": .string("\(initial)"), "maintenance": .string("\(maintenance)"), "liquidationEnd": .string("\(liquidationEnd)"),
        ]
    }
}

extension MarginReason {
    /// The name and its figures; never the prose of `description`, so that better wording does not change a report's digest.
    var members: JSONObject {
        var members: JSONObject = ["reason": .string(name)]
        switch self {
        case .haircut(let className): members["class"] = .string(className)
        case .finality(let finality): members["finality"] = .string("\(finality)")
        case .frozen(let since): members["since"] = .integer(since.value)
        case .evidence(let got, let minimum):
            members["evidenceClass"] = .integer(got.rawValue)
            members["minimum"] = .integer(minimum.rawValue)
        case .staleness(let age, let maximum), .oldPrice(let age, let maximum), .oldMark(let age, let maximum), .oldVenueRecord(let age, let maximum):
            members["ageMilliseconds"] = .integer(age)
            members["maximumMilliseconds"] = .integer(maximum)
        case .futurePrice(let ahead, let maximum), .futureBlock(let ahead, let maximum), .futureVenueRecord(let ahead, let maximum):
            members["aheadMilliseconds"] = .integer(ahead)
            members["maximumMilliseconds"] = .integer(maximum)
        case .outage(let age, let after):
            members["ageMilliseconds"] = .integer(age)
            members["afterMilliseconds"] = .integer(after)
        case .redemption(let value): members["redemptionValue"] = .string("\(value)")
        case .smoothedPrice(let price): members["stablePrice"] = .string("\(price)")
        case .confidence(let confidence): members["confidence"] = .string("\(confidence)")
        case .volatility(let yearly): members["yearlyVolatility"] = .string("\(yearly)")
        case .concentration(let deposits, let start):
            members["deposits"] = .string("\(deposits)")
            members["start"] = .string("\(start)")
        case .expired(let expiry): members["expiryMilliseconds"] = .integer(expiry.milliseconds)
        case .settledElsewhere(let venue): members["venue"] = venue.map { .string("\($0)") } ?? .null
        case .unrealisedProfit(let profit): members["profit"] = .string("\(profit)")
        case .halted, .size, .unlistedAsset, .missingPrice, .missingMark: break
        }
        return members
    }
}

extension MarginLine {
    var json: JSON {
        var object = provenance
        object["decimals"] = price.map { .integer($0.decimals) } ?? .null
        object["price"] = price.map { .string("\($0.price)") } ?? .null
        switch contribution {
        case .collateral(let marketValue, let deductions, let knownValue):
            object["marketValue"] = .string("\(marketValue)")
            object["deductions"] = .array(deductions.map(\.json))
            object["knownValue"] = knownValue.json
        case .debt(let liability, let requirement):
            object["liability"] = liability.json
            object["requirement"] = requirement.json
        case .position(let figures):
            figures.write(to: &object)
        case .uncounted(let reason):
            object["uncounted"] = .object(reason.members)
        case .unpriceable(let reason):
            object["unpriceable"] = .string(reason.name)
        }
        if holding.holding.kind != .collateral { object["warnings"] = .array(warnings.map { .object($0.members) }) }
        return .object(object)
    }

    /// What the holding is and how it is known.
    private var provenance: JSONObject {
        var object: JSONObject = [
            "kind": .string("\(holding.holding.kind)"),
            "asset": .string(holding.holding.asset.text),
            "account": .string(holding.account.text),
            "stream": .string("\(holding.stream)"),
            "quantity": .string("\(holding.holding.quantity)"),
            "sequence": .integer(holding.sequence.value),
            "height": .integer(holding.asOfBlock.height),
            "blockHash": .string(Hex.encode0x(holding.asOfBlock.hash.bytes)),
            "asOfMilliseconds": .integer(holding.asOfTime.milliseconds),
            "ageMilliseconds": .integer(age),
            "finality": .string("\(holding.finality)"),
            "evidenceClass": .integer(holding.evidence.rawValue),
            "standing": .string(holding.standing.label),
        ]
        if case .frozen(let since) = holding.standing { object["frozenSince"] = .integer(since.value) }
        return object
    }
}

extension PositionFigures {
    func write(to object: inout JSONObject) {
        object["notional"] = notional.json
        object["value"] = .string("\(value)")
        object["delta"] = .string("\(delta)")
        object["requirement"] = requirement.json
    }
}

extension Deduction {
    var json: JSON {
        var object = reason.members
        object["shares"] = shares?.json ?? .null
        object["amounts"] = amounts.json
        return .object(object)
    }
}

extension AssetLine {
    fileprivate var json: JSON {
        [
            "asset": .string(asset.text),
            "class": className.map { .string($0) } ?? .null,
            "price": price?.json ?? .null,
            "knownValue": knownValue.json,
            "deductions": .array(deductions.map(\.json)),
            "adjustedValue": adjustedValue.json,
        ]
    }
}

extension AssetPrice {
    /// The price with all that says how well it is known.
    fileprivate var json: JSON {
        [
            "decimals": .integer(decimals), "price": .string("\(price)"), "confidence": .string("\(confidence)"),
            "stablePrice": .string("\(stablePrice)"), "volatility": .string("\(volatility)"),
            "observedAtMilliseconds": .integer(observedAt.milliseconds),
        ]
    }
}
