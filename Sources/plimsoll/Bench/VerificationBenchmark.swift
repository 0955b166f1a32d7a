import Encoding
import Signatures

/// Verifications a second of each scheme, on one thread and on two.
struct VerificationBenchmark {
    let plan: BenchPlan

    func figures() throws -> [Figure] {
        try SignatureScheme.allCases.flatMap { scheme in
            let statements = try SignedStatements(scheme, count: 4)
            return try [1, 2].map { threads in try figure(statements, threads) }
        }
    }

    private func figure(_ statements: SignedStatements, _ threads: Int) throws -> Figure {
        let name = "\(statements.key.scheme) verifications, \(threads == 1 ? "1 thread" : "\(threads) threads")"
        Output.progress("measuring \(name)")
        let verifiers = try (0..<threads).map { _ in try RawVerifier(statements.key) }
        let perRound = Double(statements.raw.count)
        let turns = try Turns(lasting: plan.verification) { _ in
            try perRound * SideBySide.rate(threads: threads) { _ in
                statements.ours.allSatisfy { statements.key.isValidSignature($0.signature, over: $0.digest) }
            }
        } limit: { _ in
            try perRound * SideBySide.rate(threads: threads) { thread in statements.raw.allSatisfy { verifiers[thread].isValid($0) } }
        }
        return Figure(.verification, name, .perSecond, ours: turns.ours, limit: turns.limit, target: .ratio(atLeast: 0.95))
    }
}

/// Digests signed with one key, in our form and in OpenSSL's.
private struct SignedStatements: Sendable {
    let key: PublicKey
    let ours: [(digest: Digest, signature: Signature)]
    let raw: [RawStatement]

    init(_ scheme: SignatureScheme, count: Int) throws {
        let key = try PrivateKey(scheme: scheme, rawSecret: SHA256.hash(Bytes("verification".utf8)).bytes)
        self.key = key.publicKey
        ours = try (0..<count).map { index in
            let digest = SHA256.hash([UInt8(truncatingIfNeeded: index)])
            return (digest, try key.sign(digest))
        }
        raw = ours.map { RawStatement($0.digest, $0.signature, scheme) }
    }
}
