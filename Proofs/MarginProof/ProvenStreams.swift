import ChainIdentity
import CollateralState
import Encoding
import ProofFile
import Quorum
import UnifiedView

/// What is proven of every pinned stream on the members' chains: its certified header, how fresh it is, and what the members hold.
struct ProvenStreams {
    private struct Proven {
        let description: StreamDescription
        let certificate: CertifiedHeader?
        let freshness: Freshness?
        let accounts: [ProvenAccount]
    }

    let network: NetworkName
    private let streams: [Proven]
    /// Every stream of the trust file, ascending.
    private let pinned: [StreamID]

    /// - Throws: `vaultWithheld` when a member's state in a pinned vault on its chain is neither proven nor excluded by a quorum's heartbeats
    ///   that name no message; `foreignAccount`, `foreignHeartbeat`; `view` when heartbeats do not verify.
    init(_ trust: TrustAnchor, _ members: [AccountID], _ accounts: [ProvenAccount], _ heartbeats: [Heartbeat]) throws(MarginProofError) {
        network = trust.network
        pinned = trust.streams.map(\.description.id).sorted()
        if let foreign = accounts.first(where: { !members.contains($0.account) }) { throw .foreignAccount(foreign.account) }
        let chains = Set(members.map(\.chain))
        let concerned = Set(trust.streams.map(\.description).filter { chains.contains($0.chain) }.map(\.id))
        if let foreign = heartbeats.first(where: { !concerned.contains($0.record.stream) }) { throw .foreignHeartbeat(foreign.record.stream) }
        var streams: [Proven] = []
        for trusted in trust.streams {
            let concerned = members.filter { $0.chain == trusted.description.chain }
            guard let first = concerned.first else { continue }
            let spoken = heartbeats.filter { $0.record.stream == trusted.description.id }
            let proven = accounts.filter { $0.description.id == trusted.description.id }
            guard let certificate = proven.first?.certificate else {
                let set = trusted.genesis
                let freshness = try viewing { () throws(UnifiedViewError) in try Freshness.stated(by: spoken, last: .zero, set: set) }
                guard freshness != nil else { throw .vaultWithheld(first, vault: trusted.description.vault) }
                streams.append(Proven(description: trusted.description, certificate: nil, freshness: freshness, accounts: []))
                continue
            }
            if let other = proven.first(where: { $0.certificate.digest != certificate.digest }) {
                throw .viewDiffers(
                    trusted.description.id, field: "message", expected: certificate.digest.hex, got: other.certificate.digest.hex)
            }
            if let missing = concerned.first(where: { member in !proven.contains { $0.account == member } }) {
                throw .vaultWithheld(missing, vault: trusted.description.vault)
            }
            streams.append(
                Proven(
                    description: trusted.description, certificate: certificate,
                    freshness: try Self.freshness(of: certificate, spoken, proven[0].history), accounts: proven))
        }
        self.streams = streams
    }

    /// The header's own block, or as far as a quorum's heartbeats carry it.
    private static func freshness(
        of certificate: CertifiedHeader, _ heartbeats: [Heartbeat], _ history: AttesterSetHistory
    ) throws(MarginProofError) -> Freshness {
        let own = Freshness(block: certificate.header.block, time: certificate.header.blockTime)
        guard let next = certificate.header.sequence.next else { return own }
        let stated = try viewing { () throws(UnifiedViewError) in
            try Freshness.stated(by: heartbeats, last: certificate.digest, set: history.set(for: next))
        }
        return stated?.joined(with: own) ?? own
    }

    /// Every holding of every member.
    func lines() throws(MarginProofError) -> [HoldingLine] {
        streams.flatMap { stream -> [HoldingLine] in
            guard let certificate = stream.certificate, let freshness = stream.freshness else { return [] }
            return stream.accounts.flatMap { account in
                (account.state?.holdings ?? []).map { holding in
                    HoldingLine(
                        account: account.account, stream: stream.description.id, holding: holding, sequence: certificate.header.sequence,
                        asOfBlock: freshness.block, asOfTime: freshness.time, finality: certificate.header.finality,
                        evidence: certificate.evidenceClass, standing: .live)
                }
            }
        }
    }

    /// - Throws: `viewDiffers`, `streamNotLive`.
    func verify(_ view: ViewCommitment) throws(MarginProofError) {
        let (expected, got) = (pinned, view.streams.map(\.stream))
        guard expected == got else {
            let stray = Set(expected).symmetricDifference(got).sorted().first
            throw .viewDiffers(stray ?? StreamID(.zero), field: "streams", expected: "\(expected.count) pinned ones", got: "\(got.count)")
        }
        for stream in streams {
            let id = stream.description.id
            guard let seen = view[id] else { throw .viewDiffers(id, field: "anything", expected: "a stream", got: "nothing") }
            guard seen.standing == .live else { throw .streamNotLive(id) }
            let (expected, got) = (stream.certificate?.digest, seen.tip?.digest)
            guard expected == got, stream.certificate?.header.sequence == seen.tip?.sequence, stream.certificate?.header.stateRoot == seen.tip?.stateRoot else {
                throw .viewDiffers(id, field: "message", expected: expected?.hex ?? "none", got: got?.hex ?? "none")
            }
            guard stream.freshness == seen.freshness else {
                throw .viewDiffers(id, field: "height", expected: Self.text(stream.freshness), got: Self.text(seen.freshness))
            }
        }
    }

    private static func text(_ freshness: Freshness?) -> String {
        freshness.map { "\($0.block.height) at \($0.time.milliseconds)" } ?? "none"
    }
}
