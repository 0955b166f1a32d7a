import Encoding
import Hummingbird
import NIOCore
import NodeStorage
import TransparencyLog

/// The node's log of certified messages: its checkpoint, that it grew from an earlier one, and that it holds a message (C2SP formats).
struct LogRoutes<Node: NodeInspection> {
    let node: Node

    func add(to router: Router<ConnectionContext>) {
        router.read("/v1/log/checkpoint") { request, _ in
            _ = try QueryReader(request, allowing: [])
            return TextAnswer(bytes: try signed(try node.store.messageLog()).encoded)
        }
        router.read("/v1/log/consistency") { request, _ in try consistency(request) }
        router.read("/v1/log/entries/:digest") { request, context in
            _ = try QueryReader(request, allowing: [])
            return TextAnswer(bytes: try inclusion(of: PathReader(context).digest("digest")).encoded)
        }
        router.read("/v1/log/witnessed") { request, _ in
            _ = try QueryReader(request, allowing: [])
            return JSONAnswer(["logs": .array(try node.store.witnessed().map(\.json))])
        }
    }

    /// The root of a size is the same for ever, so that signing it again says nothing new.
    private func signed(_ log: StoredLog) throws -> SignedNote {
        guard let signer = node.logSigner else {
            throw Problem(
                .notFound, "no-log-key", "this node signs no checkpoints", remedy: "give it an Ed25519 attester key; notes know no other scheme that attesters use")
        }
        let origin = try LogOrigin(signer.verifierKey.name.text)
        return try signer.sign(CheckpointBody(origin: origin, size: log.size, root: log.root(size: log.size)))
    }

    private func consistency(_ request: Request) throws -> JSONAnswer {
        let query = try QueryReader(request, allowing: ["from", "to"])
        let size = try node.store.messageLog().size
        guard let from = try query.number("from", 1...UInt64.max), let to = try query.number("to", from...UInt64.max), to <= size else {
            throw Problem.badRequest("from and to are needed: two sizes of the log, which has \(size) entries now")
        }
        let proof = try node.store.messageLog().consistencyProof(from: from, to: to)
        return JSONAnswer(["from": .integer(from), "to": .integer(to), "proof": .array(proof.map { .text($0) })])
    }

    private func inclusion(of digest: Digest) throws -> LogInclusionProof {
        guard let index = try node.store.logIndex(of: digest) else {
            throw Problem(.notFound, "unknown-message", "the log holds no message with digest \(digest)", remedy: "/v1/messages lists them")
        }
        let log = try node.store.messageLog()
        return try LogInclusionProof(index: index, hashes: log.inclusionProof(index: index, size: log.size), checkpoint: signed(log))
    }
}

/// A text for other programs, byte by byte as it was signed.
struct TextAnswer: ResponseGenerator {
    let bytes: [UInt8]

    func response(from request: Request, context: some RequestContext) throws -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

extension WitnessedLog {
    /// The notes as text: evidence is what was signed.
    var json: JSON {
        [
            "origin": .string(origin), "checkpoint": .string(String(decoding: latest, as: UTF8.self)),
            "conflicting": conflicting.map { .string(String(decoding: $0, as: UTF8.self)) } ?? .null,
        ]
    }
}
