public import Signatures

/// The records of this module: no signature over one of them holds over another.
extension DomainTag {
    public static let governanceSet = DomainTag("plimsoll/governance-set/v1")
    public static let governanceChange = DomainTag("plimsoll/governance-change/v1")
    public static let parameterProposal = DomainTag("plimsoll/parameter-proposal/v1")
    public static let parameterSchedule = DomainTag("plimsoll/parameter-schedule/v1")
}
