import ChainIdentity
import CollateralState
import Encoding
import Margin
import Quantities
import Signatures

/// A venue's record for people and as JSON.
struct VenueRecordText {
    let book: VenueBook
    /// nil for all accounts.
    let only: AccountID?

    private var record: VenueRecord { book.record }

    private var accounts: [VenueAccount] {
        guard let only else { return record.accounts }
        return record[only].map { [$0] } ?? []
    }

    func print(to output: Output, limit: Int) {
        output.line("venue \(record.venue) on network \(record.network), record \(record.number) of \(record.publishedAt.milliseconds) ms in \(record.quote)")
        output.line("  digest \(record.digest), signed by \(book.signed.signer.digest.hex.shortened)")
        if let only, accounts.isEmpty { output.line("\(only) has nothing there") }
        for account in accounts.prefix(limit) { print(account, to: output) }
        if accounts.count > limit { output.line("and \(accounts.count - limit) more accounts") }
    }

    private func print(_ account: VenueAccount, to output: Output) {
        output.line()
        output.line(output.coloured(account.account.text, .bold))
        output.line("  cash \(account.cash) \(record.quote)")
        for position in account.positions {
            output.line("  \(position.instrument): \(position.quantity) base units, profit \(position.unrealisedProfit), unpaid funding \(position.unpaidFunding)")
        }
        for order in account.orders {
            output.line("  order \(order.number): \(order.side.name) \(order.quantity) base units of \(order.asset) at \(order.limit)\(order.effect == .reduceOnly ? ", only to reduce" : "")")
        }
    }

    var json: JSON {
        guard case .object(var root) = record.readable else { return .null }
        root["digest"] = .string(record.digest.hex)
        root["signer"] = .string(book.signed.signer.digest.hex)
        if only != nil { root["accounts"] = .array(accounts.map(\.readable)) }
        return .object(root)
    }
}
