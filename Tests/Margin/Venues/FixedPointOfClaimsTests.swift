import Margin
import Quantities
import TestVectors
import Testing

@Suite("Claims on net values")
struct FixedPointOfClaimsTests {
    private func claim(_ holder: Int, _ issuer: Int, _ share: FixedPoint, _ haircut: FixedPoint = "0") -> AccountClaim {
        AccountClaim(holder: holder, issuer: issuer, share: share, haircut: haircut)
    }

    @Test("a chain of claims counts what each leaves after its haircut, and a shortfall counts nothing")
    func chain() throws {
        let claims = try FixedPointOfClaims(accounts: 3, claims: [claim(0, 1, "0.5", "0.2"), claim(1, 2, "1", "0.1")])
        #expect(try claims.solve(outside: ["10", "100", "50"]) == ["68", "145", "50"])
        #expect(try claims.solve(outside: ["10", "100", "-50"]) == ["50", "100", "-50"])
        #expect(try FixedPointOfClaims(accounts: 0, claims: []).solve(outside: []) == [])
    }

    @Test("a claim on itself is the sum of its own echo, rounded down")
    func itself() throws {
        let claims = try FixedPointOfClaims(accounts: 1, claims: [claim(0, 0, "0.5")])
        let value = try claims.solve(outside: ["100"])[0]
        #expect(value <= "200" && value >= "199.999999999999999998")
    }

    @Test("claims that feed back all of it, or almost, are refused; so are more than the whole, and what is no share")
    func refused() throws {
        #expect(throws: MarginError.unsettledClaims(account: 1, expected: "less than 1", got: .one)) {
            try FixedPointOfClaims(accounts: 3, claims: [claim(0, 1, "0.9"), claim(1, 0, "0.6"), claim(1, 2, "0.4")])
        }
        let near = #expect(throws: MarginError.self) { try FixedPointOfClaims(accounts: 1, claims: [claim(0, 0, "0.99999999999")]) }
        #expect(near?.shortDescription == "unsettled-claims")
        for claims in [
            [claim(0, 1, "0.6"), claim(1, 1, "0.5")], [claim(0, 2, "0.1")], [claim(-1, 0, "0.1")], [claim(0, 1, "1.1")], [claim(0, 1, "0.5", "-0.1")],
        ] {
            let error = #expect(throws: MarginError.self) { try FixedPointOfClaims(accounts: 2, claims: claims) }
            #expect(error?.shortDescription == "out-of-range")
        }
        #expect(throws: MarginError.self) { try FixedPointOfClaims(accounts: 2, claims: []).solve(outside: ["1"]) }
    }

    @Test("the rounds end at the direct solution, and one more changes nothing")
    func twin() throws {
        var random = SeededGenerator()
        for _ in 0..<300 {
            let accounts = Int.random(in: 1...5, using: &random)
            var left = [Int](repeating: 1_000, count: accounts)
            var claims: [AccountClaim] = []
            for holder in 0..<accounts {
                for issuer in 0..<accounts where Bool.random(using: &random) {
                    let share = Int.random(in: 0...min(left[issuer], 900 / accounts), using: &random)
                    left[issuer] -= share
                    let parts = FixedPoint(raw: Int128(share) * 1_000_000_000_000_000)
                    claims.append(claim(holder, issuer, parts, FixedPoint(raw: Int128(Int.random(in: 0...4, using: &random)) * 100_000_000_000_000_000)))
                }
            }
            let outside = (0..<accounts).map { _ in FixedPoint(raw: Int128(Int64.random(in: -1_000_000...2_000_000, using: &random)) * 1_000_000_000_000_000) }
            let solved = try FixedPointOfClaims(accounts: accounts, claims: claims).solve(outside: outside)
            let expected = try #require(Self.direct(claims, outside))
            for (got, wanted) in zip(solved, expected) {
                let got = Double(got.raw) / 1e18
                #expect((got - wanted).magnitude < 1e-9 * max(1, wanted.magnitude))
            }
            // And one more round changes nothing.
            var again = outside
            for claim in claims {
                let counted = try claim.share.multiplied(by: FixedPoint.one.subtracting(claim.haircut), rounding: .floor)
                again[claim.holder] = try again[claim.holder].adding(max(solved[claim.issuer], .zero).multiplied(by: counted, rounding: .floor))
            }
            #expect(again == solved)
        }
    }

    /// Every choice of which accounts are above zero: the linear equations of that choice, solved by elimination; the one that agrees with itself.
    private static func direct(_ claims: [AccountClaim], _ outside: [FixedPoint]) -> [Double]? {
        let count = outside.count
        var shares = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
        for claim in claims {
            shares[claim.holder][claim.issuer] += Double(claim.share.raw) / 1e18 * (1 - Double(claim.haircut.raw) / 1e18)
        }
        for choice in 0..<(1 << count) {
            let isPositive = { (place: Int) in choice >> place & 1 == 1 }
            var rows = (0..<count).map { i in
                (0..<count).map { j in (i == j ? 1.0 : 0) - (isPositive(j) ? shares[i][j] : 0) } + [Double(outside[i].raw) / 1e18]
            }
            for pivot in 0..<count {
                guard let best = (pivot..<count).max(by: { rows[$0][pivot].magnitude < rows[$1][pivot].magnitude }) else { return nil }
                rows.swapAt(pivot, best)
                for other in 0..<count where other != pivot {
                    let factor = rows[other][pivot] / rows[pivot][pivot]
                    for column in pivot...count { rows[other][column] -= factor * rows[pivot][column] }
                }
            }
            let values = (0..<count).map { rows[$0][count] / rows[$0][$0] }
            if (0..<count).allSatisfy({ isPositive($0) == (values[$0] > 0) }) { return values }
        }
        return nil
    }
}
