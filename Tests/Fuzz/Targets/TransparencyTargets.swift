import Encoding
import Signatures
import TransparencyLog

extension FuzzTargets {
    static let transparency: [FuzzTarget] = [
        signedNote, noteVerification, verifierKey, checkpointBody, witnessRequest, logProof, sigstoreProof, inclusion, consistency, witness,
    ]

    /// A log of 13 leaves with its keys, a witness, and another history of the same length.
    struct TransparencyWorld {

        let log: AppendOnlyLog
        let other: AppendOnlyLog
        let signer: NoteSigner
        let trusted: TrustedLog
        let note: SignedNote
        /// Of both histories, for each size from 1 to 13.
        let checkpoints: [VerifiedCheckpoint]

        init() throws {
            let leaves = (0..<13).map { MerkleTreeHash.leafHash([UInt8($0)]) }
            let others = leaves.prefix(5) + (5..<13).map { MerkleTreeHash.leafHash([UInt8($0), 1]) }
            (log, other) = (AppendOnlyLog(leafHashes: leaves), AppendOnlyLog(leafHashes: others))
            let signer = try NoteSigner(name: NoteKeyName("log.example/7"), privateKey: key(1))
            let cosigner = try NoteCosigner(name: NoteKeyName("witness.example"), privateKey: key(2))
            let origin = try LogOrigin("log.example/7")
            self.signer = signer
            trusted = try TrustedLog(origin: origin, logKeys: [signer.verifierKey], witnesses: [cosigner.verifierKey])
            var checkpoints: [VerifiedCheckpoint] = []
            for size in 1...13 {
                for history in [log, other] {
                    let body = CheckpointBody(origin: origin, size: UInt64(size), root: try history.root(size: UInt64(size)))
                    checkpoints.append(try signer.sign(body).verifyCheckpoint(of: trusted))
                }
            }
            self.checkpoints = checkpoints
            var witness = try CheckpointWitness(origin: origin)
            guard case .cosign(let witnessed) = witness.apply(checkpoints[24], oldSize: 0, proof: []) else {
                throw FuzzFinding(description: "a first checkpoint was not cosigned")
            }
            note = try checkpoints[24].note.adding(try cosigner.cosign(witnessed, time: 1_700_000_000))
        }
    }

    static let transparencyWorld = try? TransparencyWorld()

    private static let signedNote = FuzzTarget(
        "signed-note", seeds: { transparencyWorld.map { [$0.note.encoded] } ?? [] },
        parse: { bytes throws(TransparencyLogError) in try SignedNote(parsing: bytes) },
        promise: { note, input in try demand(note.encoded == input, "an accepted note is written otherwise than it was read") })

    /// Of this log nothing but its one checkpoint is signed.
    private static let noteVerification = FuzzTarget("checkpoint-verify", seeds: { transparencyWorld.map { [$0.note.encoded] } ?? [] }) { input in
        guard let world = transparencyWorld, let checkpoint = try? SignedNote(parsing: input).verifyCheckpoint(of: world.trusted) else {
            return false
        }
        try demand(checkpoint.note.text == world.note.text, "a checkpoint holds that was never signed")
        try demand(checkpoint.cosignings.allSatisfy { $0.time == 1_700_000_000 }, "a cosignature holds for another time")
        return true
    }

    private static let verifierKey = FuzzTarget(
        "note-verifier-key", maximumLength: 512,
        seeds: { transparencyWorld.map { world in (world.trusted.logKeys + world.trusted.witnesses).map { Bytes($0.description.utf8) } } ?? [] },
        parse: { bytes throws(TransparencyLogError) in try NoteVerifierKey(parsing: text(bytes)) },
        promise: { key, input in try demand(Bytes(key.description.utf8) == input, "a verifier key has two spellings") })

    private static let checkpointBody = FuzzTarget(
        "checkpoint-body", seeds: { transparencyWorld.map { [$0.note.text, $0.note.text + Bytes("more\n".utf8)] } ?? [] },
        parse: { bytes throws(TransparencyLogError) in try CheckpointBody(parsing: bytes) },
        promise: { body, input in
            guard body.rest.isEmpty, let root = try? body.root() else { return }
            let again = CheckpointBody(origin: body.origin, size: body.size, root: root)
            try demand(again.encoded == input, "a checkpoint has two spellings")
        })

    private static let witnessRequest = FuzzTarget(
        "witness-request",
        seeds: {
            try transparencyWorld.map { [try WitnessRequest(oldSize: 6, proof: $0.log.consistencyProof(from: 6, to: 13), note: $0.note).encoded] } ?? []
        },
        parse: { bytes throws(TransparencyLogError) in try WitnessRequest(parsing: bytes) },
        promise: { request, input in try demand(request.encoded == input, "an accepted request is written otherwise than it was read") })

    private static let logProof = FuzzTarget(
        "log-inclusion-proof",
        seeds: {
            try transparencyWorld.map {
                let hashes = try $0.log.inclusionProof(index: 4, size: 13)
                return [try LogInclusionProof(extra: [1, 2], index: 4, hashes: hashes, checkpoint: $0.note).encoded]
            } ?? []
        }
    ) { input in
        guard let world = transparencyWorld, let proof = try? LogInclusionProof(parsing: input) else { return false }
        try demand(proof.encoded == input, "an accepted proof is written otherwise than it was read")
        for byte in 0..<13 as Range<UInt8> {
            let holds = (try? proof.verify(leafHash: MerkleTreeHash.leafHash([byte]), log: world.trusted)) != nil
            try demand(!holds || proof.index == UInt64(byte), "an entry is proven at a place that is not its own")
        }
        return true
    }

    private static let sigstoreProof = FuzzTarget(
        "sigstore-inclusion-proof", maximumLength: 8_192,
        seeds: {
            guard let world = transparencyWorld else { return [] }
            let hashes = try world.log.inclusionProof(index: 4, size: 13).map { JSON.string(Base64.encode($0.bytes)) }
            let json: JSON = [
                "logIndex": "4", "treeSize": "13", "rootHash": .string(Base64.encode(world.log.root.bytes)), "hashes": .array(hashes),
                "checkpoint": ["envelope": .string(text(world.note.encoded))],
            ]
            return [Bytes(json.printed().utf8)]
        }
    ) { input in
        guard let world = transparencyWorld, let json = try? JSON.parse(input), let proof = try? SigstoreInclusionProof(JSONNode(json)) else {
            return false
        }
        guard let entry = try? proof.verify(body: [4], logKeys: world.trusted.logKeys) else { return false }
        try demand(entry.index == 4 && entry.checkpoint.note.text == world.note.text, "an entry is proven that is not there")
        return true
    }

    /// Which leaf, where and in which state of the log it is claimed; then which honest proof is taken, and what is changed in it.
    private static let inclusion = FuzzTarget(
        "merkle-inclusion", maximumLength: 64, seeds: { (0..<13).map { [$0, $0, 12, $0, 12] } }
    ) { input in
        guard let world = transparencyWorld else { return false }
        var reader = InputReader(input)
        let (leaf, index, size) = (reader.u8() % 13, UInt64(reader.u8()), UInt64(reader.u8() % 13) + 1)
        let (honestIndex, honestSize) = (UInt64(reader.u8()), UInt64(reader.u8() % 13) + 1)
        let honest = try world.log.inclusionProof(index: honestIndex % honestSize, size: honestSize)
        var proof = InputReader(reader.edited(honest.flatMap(\.bytes)))
        do {
            try MerkleTreeHash.verifyInclusion(
                leafHash: MerkleTreeHash.leafHash([leaf]), index: index, treeSize: size, proof: proof.digests(max: 80),
                root: world.log.root(size: size))
        } catch {
            return false
        }
        try demand(index == UInt64(leaf), "a leaf is proven at a place that is not its own")
        return true
    }

    /// The earlier size, and of which history; then which honest proof up to the log of 13 is taken, and what is changed in it.
    private static let consistency = FuzzTarget(
        "merkle-consistency", maximumLength: 64, seeds: { (0..<13).map { [$0, 0, $0] } }
    ) { input in
        guard let world = transparencyWorld else { return false }
        var reader = InputReader(input)
        let size = UInt64(reader.u8() % 13) + 1
        let root = try reader.choice(of: [world.log, world.other]).root(size: size)
        let honest = try world.log.consistencyProof(from: UInt64(reader.u8() % 13) + 1, to: 13)
        var proof = InputReader(reader.edited(honest.flatMap(\.bytes)))
        do {
            try MerkleTreeHash.verifyConsistency(
                firstSize: size, firstRoot: root, secondSize: 13, secondRoot: world.log.root, proof: proof.digests(max: 80))
        } catch {
            return false
        }
        try demand(try world.log.root(size: size) == root, "another history is proven consistent")
        return true
    }

    /// Each two bytes offer one checkpoint of one of the two histories, with the right proof of its own history.
    private static let witness = FuzzTarget("checkpoint-witness", maximumLength: 64, seeds: { [[0, 0, 4, 0, 25, 0], [2, 0, 16, 0, 17, 0]] }) { input in
        guard let world = transparencyWorld else { return false }
        var witness = try CheckpointWitness(origin: world.trusted.origin)
        var cosigned: [VerifiedCheckpoint] = []
        var reader = InputReader(input)
        while !reader.isAtEnd {
            let number = Int(reader.u8()) % world.checkpoints.count
            let (offered, history) = (world.checkpoints[number], number % 2 == 0 ? world.log : world.other)
            let old = reader.u8() % 4 == 3 ? UInt64(number % 14) : witness.latest?.size ?? 0
            let proof = (try? history.consistencyProof(from: old, to: offered.size)) ?? []
            if case .cosign(let witnessed) = witness.apply(offered, oldSize: old, proof: proof) { cosigned.append(witnessed.checkpoint) }
        }
        for (earlier, later) in zip(cosigned, cosigned.dropFirst()) {
            let isGrowth = try earlier.size <= later.size && [world.log, world.other].contains {
                try $0.root(size: earlier.size) == earlier.root && $0.root(size: later.size) == later.root
            }
            try demand(isGrowth, "two histories were cosigned")
        }
        return !cosigned.isEmpty
    }
}
