public import Quorum

extension NodeService {
    public var trust: TrustAnchor { prepared.trust }
}
