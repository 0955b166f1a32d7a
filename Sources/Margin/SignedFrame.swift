import CollateralState
import Encoding
import Signatures

/// What the files of signed records have in common: the signed bytes, who signed them, and a copy of them for people, which must say the same.
///
///     format     the file's own
///     record     hex
///     signer     key id, hex
///     scheme     "ed25519", "secp256k1" or "p256"
///     signature  hex, 64 bytes
///     and the copy, under a name of the format's own
struct SignedFrame {
    /// What tells the files of one kind of record from others.
    struct Kind {
        let format: String
        /// The member with the copy.
        let copy: String
        /// For messages: `a price record`.
        let record: String
        let maximumBytes: Int
        let maximumRecordBytes: Int
    }

    let record: Bytes
    let signer: KeyID
    let scheme: SignatureScheme
    let signature: Signature
    /// What the file claims the record says.
    private let copy: JSONNode

    /// Reads the frame only: the record stays undecoded until its signature is verified.
    init(parsing bytes: Bytes, as kind: Kind) throws(MarginError) {
        let (root, found) = try decoding { () throws(EncodingError) in
            let root = JSONNode(try JSON.parse(bytes, limits: JSONLimits(maximumBytes: kind.maximumBytes, maximumDepth: 8)))
            try root.object(allowing: ["format", "record", "signer", "scheme", "signature", kind.copy])
            return (root, try root["format"].string(max: 64))
        }
        guard found == kind.format else { throw .unknownFormat(expected: kind.format, got: found) }
        let scheme: String
        let signature: Bytes
        (record, signer, scheme, signature, copy) = try decoding { () throws(EncodingError) in
            (
                try root["record"].hexBytes(), KeyID(digest: try root["signer"].digest()), try root["scheme"].string(max: 32),
                try root["signature"].hexBytes(), try root[kind.copy]
            )
        }
        guard record.count <= kind.maximumRecordBytes else {
            throw .outOfRange(field: "bytes of \(kind.record)", expected: "at most \(kind.maximumRecordBytes)", got: "\(record.count)")
        }
        guard let known = SignatureScheme.allCases.first(where: { $0.name == scheme }) else {
            throw .outOfRange(field: "$.scheme", expected: "ed25519, secp256k1 or p256", got: scheme)
        }
        self.scheme = known
        do { self.signature = try Signature(signature) } catch { throw .signature(error) }
    }

    /// - Throws: `readableDiffers` unless the copy is just this.
    func verify(copy expected: JSON) throws(MarginError) {
        guard copy.value == expected else { throw Self.difference(expected, copy) }
    }

    /// The file's bytes.
    static func printed(
        _ kind: Kind, record: Bytes, signer: KeyID, scheme: SignatureScheme, signature: Signature, copy: JSON
    ) -> Bytes {
        let json: JSON = [
            "format": .string(kind.format),
            "record": .string(Hex.encode(record)),
            "signer": .string("\(signer)"),
            "scheme": .string(scheme.name),
            "signature": .string("\(signature)"),
            kind.copy: copy,
        ]
        return Bytes((json.printed(pretty: true) + "\n").utf8)
    }

    /// Names the first member that differs, because a whole list helps nobody.
    private static func difference(_ expected: JSON, _ got: JSONNode) -> MarginError {
        guard case .object(let members) = expected, case .object(let gotMembers) = got.value, members.keys == gotMembers.keys,
            let first = members.members.first(where: { $0.value != gotMembers[$0.key] }), let found = gotMembers[first.key]
        else { return .readableDiffers(path: "\(got.path)", expected: bounded(expected), got: bounded(got.value)) }
        if let wanted = first.value.arrayValue, let others = found.arrayValue, wanted.count == others.count,
            let index = wanted.indices.first(where: { wanted[$0] != others[$0] })
        {
            return .readableDiffers(
                path: "\(got.path).\(first.key)[\(index)]", expected: bounded(wanted[index]), got: bounded(others[index]))
        }
        return .readableDiffers(path: "\(got.path).\(first.key)", expected: bounded(first.value), got: bounded(found))
    }

    private static func bounded(_ json: JSON) -> String {
        String(json.printed().prefix(400))
    }
}
