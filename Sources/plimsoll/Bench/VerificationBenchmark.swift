import Encoding
import Foundation
import Signatures
import Synchronization

/// Verifications a second of each scheme, on one thread and on two.
struct VerificationBenchmark {
    let plan: BenchPlan

    func figures() throws -> [Figure] {
        try SignatureScheme.allCases.flatMap { scheme in
            let statements = try SignedStatements(scheme, count: Self.perTurn(scheme))
            return try [1, 2].map { threads in try figure(statements, threads) }
        }
    }

    /// In one turn of one thread: some milliseconds' worth, so that some turns run undisturbed even on a busy machine.
    private static func perTurn(_ scheme: SignatureScheme) -> Int {
        scheme == .secp256k1 ? 4 : 16
    }

    private func figure(_ statements: SignedStatements, _ threads: Int) throws -> Figure {
        let name = "\(statements.key.scheme) verifications, \(threads == 1 ? "1 thread" : "\(threads) threads")"
        Output.progress("measuring \(name)")
        let verifiers = try (0..<threads).map { _ in try RawVerifier(statements.key) }
        let turns = try Turns(lasting: plan.verification) { _ in
            try rate(threads, statements.raw.count) { _ in statements.ours.filter { statements.key.isValidSignature($0.signature, over: $0.digest) }.count }
        } limit: { _ in
            try rate(threads, statements.raw.count) { thread in statements.raw.filter { verifiers[thread].isValid($0) }.count }
        }
        return Figure(.verification, name, .perSecond, ours: turns.ours, limit: turns.limit, target: .ratio(atLeast: 0.95))
    }

    /// - Parameter work: verifies all statements once, as one thread, and tells how many hold.
    private func rate(_ threads: Int, _ statements: Int, _ work: @Sendable (Int) -> Int) throws -> Double {
        let valid = Atomic<Int>(0)
        let rate = Stopwatch.rate(of: threads * statements) {
            if threads == 1 {
                valid.add(work(0), ordering: .relaxed)
            } else {
                DispatchQueue.concurrentPerform(iterations: threads) { valid.add(work($0), ordering: .relaxed) }
            }
        }
        let count = valid.load(ordering: .relaxed)
        guard count == threads * statements else {
            throw BenchError.wrongAnswer(expected: "\(threads * statements) valid signatures", got: "\(count)")
        }
        return rate
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
