import ChainIdentity
import CollateralState
import Encoding
import Margin
import Quantities
import Testing
import UnifiedView

@Suite("Looking up what somebody has at a venue")
struct VenueLookupTests {
    @Test("an account's report is the same whoever else is in the record, before it and behind it")
    func others() throws {
        var alone = try VenueWorld()
        let own = try VenueAccount(
            account: VenueWorld.account(1), cash: "-20", positions: [VenueWorld.position(MarginWorld.perpetual, 1_000_000, profit: "5")], orders: [])
        alone.accounts[0] = [own]
        let report = try alone.report()
        #expect(report.venues.lines.count == 2)
        for count in [1, 2, 3, 8, 33] {
            var crowded = alone
            let before = try (0..<count).map { try VenueAccount(account: AccountID(parsing: "eip155:1:0x\(String(repeating: "0", count: 38))\(10 + $0)"), cash: "1", positions: [], orders: []) }
            let behind = try (0..<count).map { try VenueAccount(account: AccountID(parsing: "solana:z\($0):z"), cash: "1", positions: [], orders: []) }
            crowded.accounts[0] = before + behind + [own]
            let again = try crowded.report()
            #expect(again.venues.lines == report.venues.lines && again.totals == report.totals, "\(count) others")
        }
    }
}
