import CollateralState
import Node
import ProofFile
import Quorum
import Signatures

/// Makes a trust file from what the network agreed on: how each vault is read, who attests it, how many must agree, who may sign prices, and which
/// venues are believed.
struct TrustMaker {
    let network: NetworkName
    let descriptions: [StreamDescription]
    let attesters: [PublicKey]
    let threshold: UInt64
    let priceSources: [PublicKey]
    var venues: [PinnedVenue] = []

    func anchor() throws -> TrustAnchor {
        let members = try attesters.map { try Attester(key: $0, weight: 1) }
        let streams = try descriptions.map { description in
            try TrustedStream(
                description: description,
                genesis: AttesterSet(
                    stream: description.id, number: 0, firstSequence: .first, threshold: threshold, attesters: members))
        }
        return try TrustAnchor(network: network, streams: streams, priceSources: priceSources, venues: venues)
    }
}
