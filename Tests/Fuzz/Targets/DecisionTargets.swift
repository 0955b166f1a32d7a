import ChainIdentity
import CollateralState
import Encoding
import Governance
import Margin
import NodeEngine
import Quantities
import Quorum
import Signatures
import UnifiedView

/// What peers, price sources and owners of accounts send to a node.
extension FuzzTargets {
    static let decisions: [FuzzTarget] = [exchangePage, accountLink, linkStatement, parameters, priceRecord, signedPrices, signedParameters, venueRecord, signedVenue]

    private static let network = NetworkName("fuzz-net")

    private static func link() throws -> AccountLink {
        guard let network else { throw FuzzFinding(description: "the network's name is refused") }
        let signers = try [key(1, .secp256k1), key(2, .secp256k1)]
        let accounts = try signers.map {
            try AccountID(parsing: "eip155:1:\(EthereumAddress(publicKey: $0.publicKey).checksummed)")
        }
        let statement = try AccountLinkStatement(network: network, accounts[0], accounts[1], number: 1, action: .link)
        let digest = EIP191.digest(message: Bytes(statement.text.utf8))
        let signatures = try zip(signers, accounts).map { signer, account in
            let signature = try signer.sign(digest)
            let address = try EthereumAddress(publicKey: signer.publicKey)
            let isOdd = try EthereumAddress.recover(digest: digest, signature: signature, recoveryID: 1) == address
            return AccountLink.AccountSignature(account: account, bytes: signature.bytes + [isOdd ? 28 : 27])
        }
        return try AccountLink(statement: statement, signatures: signatures)
    }

    private static let exchangePage = FuzzTarget(
        "exchange-page", maximumLength: 16_384,
        seeds: {
            guard let world = SampleWorld.shared else { return [] }
            let items: [ExchangeItem] = [
                .attestation(world.header, world.attestations[0]),
                .message(MessageBundle(message: world.message, attestations: world.attestations)),
                .heartbeat(try world.heartbeat()), .attesterSetChange(try world.setChange()), .link(try link()),
                .equivocation(
                    Equivocation.Statement(header: world.header, attestation: world.attestations[0]),
                    Equivocation.Statement(header: world.header, attestation: world.attestations[1])),
            ]
            let cursor = FeedCursor(feed: world.header.digest, item: 6)
            return try ([items] + items.map { [$0] }).map { try ExchangePage(cursor: cursor, items: $0).encoded() }
        },
        parse: { bytes throws(NodeEngineError) in try ExchangePage(parsing: bytes) },
        promise: { page, input in try demand(try page.encoded() == input, "an accepted page is written otherwise than it was read") })

    private static let accountLink = FuzzTarget(
        "account-link", maximumLength: 1_024, seeds: { [try link().encoded] },
        parse: { bytes throws(UnifiedViewError) in try AccountLink(parsing: bytes) },
        promise: { link, input in try demand(link.encoded == input, "an accepted link is written otherwise than it was read") })

    private static let linkStatement = FuzzTarget(
        "account-link-statement", maximumLength: 512, seeds: { [Bytes(try link().statement.text.utf8)] },
        parse: { bytes throws(UnifiedViewError) in try AccountLinkStatement(parsing: text(bytes)) },
        promise: { statement, input in try demand(Bytes(statement.text.utf8) == input, "a statement has two spellings") })

    private static let parameterJSON: JSON = {
        let rates: JSON = ["initial": "0.2", "maintenance": "0.1"]
        return [
            "format": "plimsoll/parameters/v1", "network": "fuzz-net", "number": 1, "maximumPriceAgeMilliseconds": 60_000,
            "streams": [
                "maximumAgeMilliseconds": 120_000, "minimumEvidence": 2, "finalityHaircuts": ["safe": "0.05", "latest": "0.5"],
                "frozenHaircut": "0.25",
            ],
            "classes": ["major": ["haircut": "0.1", "debt": rates, "position": rates]],
            "assets": ["eip155:1/slip44:60": ["class": "major", "haircut": "0.05"]],
        ]
    }()

    private static let parameters = FuzzTarget(
        "parameter-set", maximumLength: 8_192, seeds: { [Bytes(parameterJSON.printed().utf8)] },
        parse: { bytes throws(MarginError) in try ParameterSet(parsing: bytes) },
        promise: { set, _ in
            try demand(try ParameterSet(parsing: Bytes(set.json.printed().utf8)).digest == set.digest, "a set is written as another one")
        })

    private static func record() throws -> PriceRecord {
        guard let network else { throw FuzzFinding(description: "the network's name is refused") }
        let moment = Timestamp(milliseconds: 1_700_000_000_000)
        return try PriceRecord(
            network: network, quote: QuoteCurrency(parsing: "USD"), number: 1, previous: .zero, publishedAt: moment,
            prices: [
                AssetPrice(first: AssetID(parsing: "eip155:1/slip44:60"), decimals: 18, price: FixedPoint(parsing: "3000.5"), observedAt: moment),
                AssetPrice(first: AssetID(parsing: "eip155:10/slip44:60"), decimals: 18, price: FixedPoint(parsing: "3001"), observedAt: moment),
            ])
    }

    /// Two records on, with a redemption value and a mark.
    private static func richRecord() throws -> PriceRecord {
        let moment = Timestamp(milliseconds: 1_700_000_060_000)
        let seen = PriceObservation(
            asset: try AssetID(parsing: "eip155:1/slip44:60"), decimals: 18, price: try FixedPoint(parsing: "2990"), confidence: .one, firstVolatility: .zero,
            observedAt: moment, redemption: try Redemption(value: FixedPoint(parsing: "3000"), support: FixedPoint(parsing: "2950")))
        let mark = try InstrumentMark(
            instrument: AssetID(parsing: "eip155:1/erc20:perp"), price: FixedPoint(parsing: "2991"), priceConfidence: .one, rate: FixedPoint(parsing: "-0.01"),
            rateConfidence: .zero, volatility: FixedPoint(parsing: "0.6"), volatilityConfidence: .zero, observedAt: moment)
        return try record().next(publishedAt: moment, seen: [seen], marks: [mark])
    }

    private static let priceRecord = FuzzTarget(
        "price-record", seeds: { [try record().encoded, try richRecord().encoded] },
        parse: { bytes throws(MarginError) in try PriceRecord(parsing: bytes) },
        promise: { record, input in try demand(record.encoded == input, "an accepted record is written otherwise than it was read") })

    /// Only one record was ever signed.
    private static let signedPrices = FuzzTarget(
        "signed-prices", maximumLength: 8_192, seeds: { [try SignedPricesFile.printed(signing: record(), with: key(4))] }
    ) { input in
        guard let network, let file = try? SignedPricesFile(parsing: input) else { return false }
        guard let prices = try? file.verify(against: [try key(4).publicKey], network: network) else { return false }
        try demand(prices.record.digest == (try record().digest), "prices hold that nobody signed")
        return true
    }

    private static func governance() throws -> GovernanceHistory {
        guard let network else { throw FuzzFinding(description: "the network's name is refused") }
        return try GovernanceHistory(
            genesis: GovernanceSet(
                network: network, number: 0, validFrom: Timestamp(milliseconds: 0), threshold: 2, notice: NoticeRules(full: 10, tightening: 1),
                governors: [key(5), key(6), key(7)].map { try Governor(key: $0.publicKey, weight: 1) }))
    }

    private static func proposal() throws -> SignedParameters {
        let set = try ParameterSet(json: parameterJSON)
        let proposal = try ParameterProposal(
            set, to: governance(), proposedAt: Timestamp(milliseconds: 1_000), effectiveAt: Timestamp(milliseconds: 2_000), ramp: nil)
        return try SignedParameters(unsigned: proposal, set: set).signed(with: key(5)).signed(with: key(7))
    }

    /// Only one proposal was ever signed; others may be read, and are then written as they were read.
    private static let signedParameters = FuzzTarget(
        "signed-parameters", maximumLength: 16_384, seeds: { [try SignedParametersFile.printed(proposal())] }
    ) { input in
        guard let signed = try? SignedParametersFile.parse(input) else { return false }
        let content = try JSON.parse(input)
        try demand(try JSON.parse(try SignedParametersFile.printed(signed)) == content, "a proposal is written as another one")
        guard let governed = try? signed.verify(governance: governance(), earlier: .none, now: Timestamp(milliseconds: 1_000)) else { return true }
        try demand(governed.proposal.digest == (try proposal().digest), "a quorum agreed upon what nobody signed")
        return true
    }

    /// Two accounts with positions and orders of every kind, and a record of nobody.
    private static func venueRecords() throws -> [VenueRecord] {
        guard let network else { throw FuzzFinding(description: "the network's name is refused") }
        let perpetual = try AssetID(parsing: "eip155:1/erc20:perp")
        let position = try VenuePosition(
            instrument: perpetual, quantity: -5, unrealisedProfit: FixedPoint(parsing: "-1.5"), unpaidFunding: FixedPoint(parsing: "0.25"))
        let orders = try [(UInt64(1), VenueOrder.Side.buy, VenueOrder.Effect.open), (2, .sell, .reduceOnly)].map { number, side, effect in
            try VenueOrder(asset: perpetual, number: number, side: side, quantity: 7, limit: FixedPoint(parsing: "2990"), effect: effect)
        }
        let accounts = try [
            VenueAccount(account: AccountID(parsing: "eip155:1:one"), cash: FixedPoint(parsing: "-12.5"), positions: [position], orders: orders),
            VenueAccount(account: AccountID(parsing: "eip155:1:two"), cash: .one, positions: [], orders: []),
        ]
        return try [accounts, []].map {
            try VenueRecord(
                network: network, quote: QuoteCurrency(parsing: "USD"), venue: VenueName(parsing: "north"), number: 1, previous: .zero,
                publishedAt: Timestamp(milliseconds: 1_700_000_000_000), accounts: $0)
        }
    }

    private static let venueRecord = FuzzTarget(
        "venue-record", seeds: { try venueRecords().map(\.encoded) },
        parse: { bytes throws(MarginError) in try VenueRecord(parsing: bytes) },
        promise: { record, input in try demand(record.encoded == input, "an accepted record is written otherwise than it was read") })

    /// Only one record was ever signed.
    private static let signedVenue = FuzzTarget(
        "signed-venue", maximumLength: 16_384, seeds: { [try SignedVenueFile.printed(signing: venueRecords()[0], with: key(4))] }
    ) { input in
        guard let network, let file = try? SignedVenueFile(parsing: input) else { return false }
        let pinned = try PinnedVenue(name: VenueName(parsing: "north"), key: key(4).publicKey)
        guard let book = try? file.verify(against: [pinned], network: network) else { return false }
        try demand(book.record.digest == (try venueRecords()[0].digest), "a venue's record holds that nobody signed")
        return true
    }
}
