import CollateralState
import Encoding
import Signatures

extension AttesterSet {
    func member(_ signer: KeyID) throws(QuorumError) -> Attester {
        guard let member = self[signer] else { throw .unknownSigner(signer, setNumber: number) }
        return member
    }

    func verify(_ signature: Signature, by signer: KeyID, over digest: Digest) throws(QuorumError) {
        let member = try member(signer)
        do { try member.key.verify(signature, over: digest) } catch { throw .invalidSignature(signer, error) }
    }
}
