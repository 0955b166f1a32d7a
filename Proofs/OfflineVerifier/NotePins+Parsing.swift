import Encoding
import TransparencyLog

extension NotePins {
    /// `keys`: verifier keys, `name+keyid+base64`; `logs`: [`origin`, `keys`, and optionally `witnesses` and `requiredWitnesses`].
    init(parsing node: JSONNode) throws(OfflineVerifierError) {
        _ = try encoding { () throws(EncodingError) in try node.object(allowing: ["keys", "logs"]) }
        keys = try Self.keys(node, "keys")
        logs = try PinsFile.array(node, "logs").map { (node) throws(OfflineVerifierError) in try Self.log(node) }
    }

    private static func log(_ node: JSONNode) throws(OfflineVerifierError) -> TrustedLog {
        let (origin, required) = try encoding { () throws(EncodingError) in
            try node.object(allowing: ["origin", "keys", "witnesses", "requiredWitnesses"])
            return (try node["origin"].string(max: CheckpointBody.maximumOriginByteCount), try node.optional("requiredWitnesses")?.integer(in: 0...1_024) ?? 0)
        }
        let (keys, witnesses) = (try keys(node, "keys"), try keys(node, "witnesses"))
        do throws(TransparencyLogError) {
            return try TrustedLog(origin: LogOrigin(origin), logKeys: keys, witnesses: witnesses, requiredWitnesses: required)
        } catch { throw .note(error) }
    }

    private static func keys(_ node: JSONNode, _ member: String) throws(OfflineVerifierError) -> [NoteVerifierKey] {
        try PinsFile.array(node, member).map { (element) throws(OfflineVerifierError) in
            let text = try encoding { () throws(EncodingError) in try element.string(max: 1_024) }
            do throws(TransparencyLogError) { return try NoteVerifierKey(parsing: text) } catch { throw .note(error) }
        }
    }
}
