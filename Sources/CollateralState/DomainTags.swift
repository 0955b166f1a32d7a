public import Signatures

/// One tag per kind of signed or hashed record, so that no digest or signature is valid in two meanings.
extension DomainTag {
    public static let stream = DomainTag("plimsoll/stream/v1")
    public static let stateMessage = DomainTag("plimsoll/state-message/v1")
    public static let attestation = DomainTag("plimsoll/attestation/v1")
    public static let heartbeat = DomainTag("plimsoll/heartbeat/v1")
    public static let attesterSet = DomainTag("plimsoll/attester-set/v1")
    public static let attesterSetChange = DomainTag("plimsoll/attester-set-change/v1")
}
