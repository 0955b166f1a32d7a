import CollateralState
import Encoding
import Signatures
import Synchronization

/// Who was seen to sign what, wherever it was seen: by that a second digest for one place is found.
final class SignatureBook: Sendable {
    private struct Place: Hashable {
        let signer: KeyID
        let position: MessagePosition
    }

    private struct State {
        var signed: [Place: Digest] = [:]
        var conflicts: [String] = []
    }

    private let state = Mutex(State())

    func note(_ header: StateMessageHeader, _ attestation: Attestation, seenIn place: String) {
        state.withLock { state in
            let key = Place(signer: attestation.signer, position: header.position)
            guard let known = state.signed.updateValue(header.digest, forKey: key), known != header.digest else { return }
            state.conflicts.append("\(attestation.signer) signed \(known) and \(header.digest) at \(header.position), seen in \(place)")
        }
    }

    /// What one key signed, by place.
    func digests(signedBy signer: KeyID) -> [MessagePosition: Digest] {
        let signed = state.withLock { $0.signed }
        return Dictionary(uniqueKeysWithValues: signed.filter { $0.key.signer == signer }.map { ($0.key.position, $0.value) })
    }

    var count: Int { state.withLock { $0.signed.count } }
    var conflicts: [String] { state.withLock { $0.conflicts } }
}
