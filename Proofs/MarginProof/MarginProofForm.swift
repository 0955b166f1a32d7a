import ChainIdentity
import CollateralState
import Encoding
import Margin
import ProofFile
import Quorum
import Signatures
import UnifiedView

/// A margin proof as JSON of the right members; each part is read by the step that needs it.
struct MarginProofForm {
    let root: JSONNode

    init(parsing bytes: Bytes, network: NetworkName) throws(MarginProofError) {
        root = try decoding { () throws(EncodingError) in JSONNode(try JSON.parse(bytes, limits: MarginProofFile.limits)) }
        let (format, name) = try decoding { [root] () throws(EncodingError) in
            try root.object(allowing: MarginProofFile.members)
            for key in MarginProofFile.members { _ = try root[key] }
            return (try root["format"].string(max: 64), try root["network"].string(max: 64))
        }
        guard format == MarginProofFile.format else { throw .unknownFormat(expected: MarginProofFile.format, got: format) }
        guard name == network.description else { throw .wrongNetwork(expected: network, got: name) }
    }

    /// The embedded proof file's accounts, verified by its own rules; none when there is no such file.
    func provenAccounts(_ trust: TrustAnchor) throws(MarginProofError) -> [ProvenAccount] {
        let node = try decoding { () throws(EncodingError) in try root["proofs"] }
        guard !node.isNull else { return [] }
        switch StateProofFile.verify(Bytes((node.value.printed(pretty: true) + "\n").utf8), trust: trust) {
        case .accepted(let proven): return proven
        case .notYet(let failure), .rejected(let failure): throw .accounts(failure)
        }
    }

    /// One or more, ascending, each once and in its one spelling.
    func members() throws(MarginProofError) -> [AccountID] {
        let texts = try decoding { () throws(EncodingError) in
            try root["members"].array(max: MarginProofFile.maximumMembers).map { (node) throws(EncodingError) in try node.string(max: AccountID.maximumLength) }
        }
        var members: [AccountID] = []
        for text in texts {
            let member: AccountID
            do {
                member = try AccountID(parsing: text)
                guard try AccountID(chain: member.chain, key: member.key()) == member else { throw MarginProofError.outOfRange(field: "$.members", expected: "accounts as their chains spell them", got: excerpt(text)) }
            } catch let error as MarginProofError { throw error } catch {
                throw .outOfRange(field: "$.members", expected: "CAIP-10 accounts", got: excerpt(text))
            }
            guard members.last.map({ $0 < member }) ?? true else {
                throw .outOfRange(field: "$.members", expected: "accounts ascending, each once", got: excerpt(text))
            }
            members.append(member)
        }
        guard !members.isEmpty else { throw .outOfRange(field: "$.members", expected: "at least one account", got: "none") }
        return members
    }

    func heartbeats() throws(MarginProofError) -> [Heartbeat] {
        let encoded = try decoding { () throws(EncodingError) in
            try root["heartbeats"].array(max: MarginProofFile.maximumHeartbeats).map { (node) throws(EncodingError) in try node.hexBytes() }
        }
        return try encoded.map { (bytes) throws(MarginProofError) in
            do throws(CollateralStateError) { return try Heartbeat(parsing: bytes) } catch { throw .record(error) }
        }
    }

    /// The links, which must join just the members.
    func links(joining members: [AccountID], network: NetworkName) throws(MarginProofError) -> [AccountLink] {
        let nodes = try decoding { () throws(EncodingError) in try root["links"].array(max: MarginProofFile.maximumLinks) }
        var all = AccountLinks(network: network)
        var links: [AccountLink] = []
        for node in nodes {
            let link = try viewing { () throws(UnifiedViewError) in
                let link = try AccountLink(json: node)
                try link.verify(on: network)
                return link
            }
            guard try viewing({ () throws(UnifiedViewError) in try all.insert(link) }) == .accepted else {
                throw .outOfRange(field: "\(node.path)", expected: "one statement about a pair", got: "another one")
            }
            links.append(link)
        }
        let joined = all.marginAccount(of: members[0]).members
        guard joined == members else { throw .wrongMembers(expected: joined, got: members) }
        return links
    }

    /// The sources' prices, each by a pinned key, ascending by source and each source once.
    func prices(_ trust: TrustAnchor) throws(MarginProofError) -> PriceBook {
        let nodes = try decoding { () throws(EncodingError) in try root["prices"].array(max: PriceBook.maximumSources) }
        do throws(MarginError) {
            let book = try PriceBook(
                nodes.map { (node) throws(MarginError) in
                    try SignedPricesFile(parsing: Bytes(node.value.printed().utf8)).verify(against: trust.priceSources, network: trust.network)
                })
            return book
        } catch { throw .margin(error) }
    }

    func parameters(_ network: NetworkName, pinned: Digest?) throws(MarginProofError) -> ParameterSet {
        let parameters = try parameters(network)
        guard pinned == nil || pinned == parameters.digest else {
            throw .wrongParameters(expected: pinned ?? .zero, got: parameters.digest)
        }
        return parameters
    }

    private func parameters(_ network: NetworkName) throws(MarginProofError) -> ParameterSet {
        let node = try decoding { () throws(EncodingError) in try root["parameters"] }
        do throws(MarginError) {
            let parameters = try ParameterSet(json: node.value)
            guard parameters.network == network else {
                throw MarginError.wrongNetwork(record: "parameters", expected: network, got: parameters.network)
            }
            return parameters
        } catch { throw .margin(error) }
    }
}

/// The parts that are held against what was proven.
extension MarginProofForm {
    /// The view's bytes; they must say of each stream what is proven of it.
    func view(of streams: ProvenStreams) throws(MarginProofError) -> ViewCommitment {
        let bytes = try decoding { () throws(EncodingError) in try root["view"].hexBytes() }
        let view = try viewing { () throws(UnifiedViewError) in try ViewCommitment(parsing: bytes) }
        guard view.network == streams.network else { throw .wrongNetwork(expected: streams.network, got: view.network.description) }
        try streams.verify(view)
        return view
    }

    /// Computes the report again and compares every field.
    func report(
        _ lines: [HoldingLine], _ account: MarginAccount, _ viewDigest: Digest, _ prices: PriceBook, _ parameters: ParameterSet, _ venues: [VenueBook],
        _ verifierTime: Timestamp?
    ) throws(MarginProofError) -> MarginReport {
        let node = try decoding { () throws(EncodingError) in try root["report"] }
        let now = Timestamp(milliseconds: try decoding { () throws(EncodingError) in try node["nowMilliseconds"].uint64() })
        let oldest = parameters.venues.map(\.maximumAge).reduce(min(parameters.prices.maximumAge, parameters.streams.maximumAge), min)
        if let verifierTime, max(verifierTime.age(at: now), now.age(at: verifierTime)) > oldest {
            throw .wrongTime(report: now, verifier: verifierTime, maximum: oldest)
        }
        let report: MarginReport
        do {
            report = try MarginReport.make(
                account: account, lines: lines, viewDigest: viewDigest, prices: prices, parameters: parameters, venues: venues,
                now: now)
        } catch { throw .margin(error) }
        if let difference = JSONDifference(expected: report.json, got: node.value, path: node.path) {
            throw .reportDiffers(path: "\(difference.path)", expected: difference.expected, got: difference.got)
        }
        return report
    }

    /// Last, so that a changed byte is first reported by the step whose meaning it broke.
    func verifySpelling(
        _ bytes: Bytes, network: NetworkName, _ members: [AccountID], _ links: [AccountLink], _ heartbeats: [Heartbeat], _ view: ViewCommitment,
        _ prices: PriceBook, _ parameters: ParameterSet, _ venues: [VenueBook]
    ) throws(MarginProofError) {
        let (proofs, report) = try decoding { () throws(EncodingError) in (try root["proofs"].value, try root["report"].value) }
        let file = MarginProofFile(
            network: network, account: MarginAccount(members[0], members.dropFirst()), links: links, proofs: nil, heartbeats: heartbeats, view: view,
            prices: try MarginProofFile.json(prices), parameters: parameters, venues: try MarginProofFile.json(venues), report: report)
        let printed = file.printed(proofs: proofs)
        guard printed != bytes else { return }
        throw .notCanonical(firstDifference: zip(printed, bytes).prefix { $0 == $1 }.count)
    }
}
