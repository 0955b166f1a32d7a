import CollateralState
import Encoding
import Quorum

extension FuzzTargets {
    static let records: [FuzzTarget] = [
        messageHeader, message, accountState, attestation, heartbeat, attesterSet, setChange, streamDescription, bundle,
    ]

    private static func seed(_ make: (SampleWorld) throws -> Bytes) throws -> [Bytes] {
        try SampleWorld.shared.map { [try make($0)] } ?? []
    }

    /// A record is what its bytes are: whatever is accepted is written as it was read.
    private static func same(_ encoded: Bytes, _ input: Bytes) throws {
        try demand(encoded == input, "an accepted record is written otherwise than it was read")
    }

    private static let messageHeader = FuzzTarget(
        "state-message-header", maximumLength: 256, seeds: { try seed { $0.header.encoded } },
        parse: { bytes throws(CollateralStateError) in try StateMessageHeader(parsing: bytes) }, promise: { try same($0.encoded, $1) })

    private static let message = FuzzTarget(
        "state-message", maximumLength: 8_192, seeds: { try seed { try $0.message.encoded() } },
        parse: { bytes throws(CollateralStateError) in try StateMessage(parsing: bytes) }, promise: { try same(try $0.encoded(), $1) })

    private static let accountState = FuzzTarget(
        "account-state", seeds: { [try SampleWorld.state(1).encoded()] },
        parse: { bytes throws(CollateralStateError) in try AccountState(parsing: bytes) }, promise: { try same(try $0.encoded(), $1) })

    private static let attestation = FuzzTarget(
        "attestation", maximumLength: 256, seeds: { try seed { $0.attestations[0].encoded } },
        parse: { bytes throws(CollateralStateError) in try Attestation(parsing: bytes) }, promise: { try same($0.encoded, $1) })

    private static let heartbeat = FuzzTarget(
        "heartbeat", maximumLength: 512, seeds: { try seed { try $0.heartbeat().encoded } },
        parse: { bytes throws(CollateralStateError) in try Heartbeat(parsing: bytes) }, promise: { try same($0.encoded, $1) })

    private static let attesterSet = FuzzTarget(
        "attester-set", seeds: { try seed { $0.genesis.encoded } },
        parse: { bytes throws(CollateralStateError) in try AttesterSet(parsing: bytes) }, promise: { try same($0.encoded, $1) })

    private static let setChange = FuzzTarget(
        "attester-set-change", seeds: { try seed { try $0.setChange().encoded() } },
        parse: { bytes throws(CollateralStateError) in try AttesterSetChange(parsing: bytes) }, promise: { try same(try $0.encoded(), $1) })

    private static let streamDescription = FuzzTarget(
        "stream-description", seeds: { try seed { $0.description.encoded } },
        parse: { bytes throws(CollateralStateError) in try StreamDescription(parsing: bytes) }, promise: { try same($0.encoded, $1) })

    private static let bundle = FuzzTarget(
        "message-bundle", maximumLength: 8_192,
        seeds: { try seed { try MessageBundle(message: $0.message, attestations: $0.attestations).encoded() } },
        parse: { bytes throws(QuorumError) in try MessageBundle(parsing: bytes) }, promise: { try same(try $0.encoded(), $1) })
}
