public import CollateralState
import Encoding
import Quorum

/// A proof file: self-contained proof of what accounts hold, verifiable offline against a trust file.
///
/// Canonical JSON, one spelling: the file must equal how this program prints its content, so that no byte of it is unsigned noise.
/// The format is in `Proofs/FORMAT.md`.
public struct StateProofFile: Hashable, Sendable {
    public static let format = "plimsoll/proof/v1"
    public static let maximumBytes = 16 << 20
    public static let maximumEntries = 256

    public let network: NetworkName
    /// Ascending by account, then stream.
    public let entries: [AccountProofEntry]

    public init(network: NetworkName, entries: [AccountProofEntry]) {
        self.network = network
        self.entries = entries.sorted { $0.place < $1.place }
    }

    /// The file's bytes.
    ///
    /// - Throws: `noProofs`, `repeatedEntry`, or `outOfRange` for more entries than a verifier reads.
    public func printed() throws(ProofFileError) -> [UInt8] {
        guard !entries.isEmpty else { throw .noProofs }
        guard entries.count <= Self.maximumEntries else {
            throw .record(.outOfRange(field: "proofs of a file", expected: "at most \(Self.maximumEntries)", got: "\(entries.count)"))
        }
        for (entry, next) in zip(entries, entries.dropFirst()) where entry.place == next.place {
            throw .repeatedEntry(next.account, next.description.id)
        }
        var proofs: [JSON] = []
        for entry in entries { proofs.append(try entry.json()) }
        let json: JSON = ["format": .string(Self.format), "network": .string(network.description), "proofs": .array(proofs)]
        return Array((json.printed(pretty: true) + "\n").utf8)
    }
}

/// What verifying came to: a value, a reason to try again later, or a reason never to.
public enum ProofVerdict: Hashable, Sendable {
    case accepted([ProvenAccount])
    /// Everything holds, but attestations are missing: a fuller file may come.
    case notYet(ProofFailure)
    case rejected(ProofFailure)
}

extension ProofFailure: Hashable {
    public func hash(into hasher: inout Hasher) {
        hasher.combine(step)
        hasher.combine(entry)
    }
}
