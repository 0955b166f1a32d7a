import Encoding
import Quantities

extension LintRule {
    static let ages = [freshAge, outageAge, chainAge, priceAge]

    static let freshAge = LintRule("fresh-age", "the fresh age is at most the maximum age") { rule, subject in
        (subject.streams + [("prices", subject.normal.prices)]).compactMap { place in
            guard let fresh = place.rules.amount("freshMilliseconds"), let maximum = place.rules.amount("maximumAgeMilliseconds"), fresh > maximum
            else { return nil }
            return rule.error(
                "\(place.path).freshMilliseconds", "\(fresh) ms is more than the maximum age, \(maximum) ms",
                remedy: "shorten the fresh age, or allow older state")
        }
    }

    static let outageAge = LintRule("outage-age", "an outage bites before the maximum age") { rule, subject in
        subject.streams.compactMap { place in
            guard let after = place.rules.amount("outage", "afterMilliseconds"), let maximum = place.rules.amount("maximumAgeMilliseconds"),
                after >= maximum
            else { return nil }
            return rule.warning(
                "\(place.path).outage.afterMilliseconds", "\(after) ms is never reached: from \(maximum) ms on nothing counts anyhow",
                remedy: "let the outage begin before the maximum age")
        }
    }

    static let chainAge = LintRule("chain-age", "a chain's state may be as old as is fresh elsewhere") { rule, subject in
        guard let fresh = subject.normal.streams.amount("freshMilliseconds") else { return [] }
        return subject.streams.dropFirst().compactMap { place in
            guard let maximum = place.rules.amount("maximumAgeMilliseconds"), maximum < fresh else { return nil }
            return rule.warning(
                "\(place.path).maximumAgeMilliseconds", "\(maximum) ms old state counts nothing here, while on other chains \(fresh) ms old state counts in full",
                remedy: "compare it with how often the chain finalizes")
        }
    }

    static let priceAge = LintRule("price-age", "a price is never older than the state it values") { rule, subject in
        guard let price = subject.normal.prices.amount("maximumAgeMilliseconds"), let state = subject.normal.streams.amount("maximumAgeMilliseconds"),
            price > state
        else { return [] }
        return [
            rule.warning(
                "maximumPriceAgeMilliseconds", "\(price) ms is more than the maximum age of streams, \(state) ms",
                remedy: "prices move faster than holdings: let them be younger")
        ]
    }
}
