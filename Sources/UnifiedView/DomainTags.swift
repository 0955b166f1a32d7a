import Signatures

extension DomainTag {
    static let view = DomainTag("plimsoll/view/v1")
    static let marginAccount = DomainTag("plimsoll/margin-account/v1")
    static let accountLink = DomainTag("plimsoll/account-link/v1")
    static let accountLinkSet = DomainTag("plimsoll/account-link-set/v1")
}
