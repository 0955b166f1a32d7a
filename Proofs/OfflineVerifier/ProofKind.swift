public import Encoding
import MarginProof

/// What can be verified offline, told apart by content.
public enum ProofKind: String, Sendable, CaseIterable, CustomStringConvertible {
    /// A proof file of this project.
    case stateProof = "state-proof"
    /// A margin report of this project with everything that it follows from.
    case margin = "margin-proof"
    /// An account and its slots under an Ethereum state root: an answer of `eth_getProof`, alone or beside its block.
    case ethereumState = "eip-1186"
    /// A key's value, or its absence, under the root of a Cosmos tree.
    case commitment = "ics-23"
    /// A CometBFT header with its commit and validators.
    case cometBFT = "cometbft"
    /// A C2SP signed note, such as a log's checkpoint.
    case signedNote = "signed-note"
    /// A Wormhole VAA.
    case vaa

    public var description: String { rawValue }
}

extension ProofKind {
    /// The largest file of any kind, in bytes.
    public static let maximumBytes = MarginProofFile.maximumBytes

    /// What the bytes look like; nil when they look like nothing that is known here. Recognising is not verifying.
    public static func recognized(in bytes: Bytes) -> ProofKind? {
        if let json = try? JSON.parse(bytes, limits: JSONLimits(maximumBytes: maximumBytes, maximumDepth: 32)) { return recognized(in: json) }
        // Proof that a log holds an entry: which entry, the file does not say.
        if bytes.starts(with: Bytes("c2sp.org/tlog-proof@".utf8)) { return nil }
        if isNote(bytes) { return .signedNote }
        return VAAText.bytes(of: bytes) == nil ? nil : .vaa
    }

    private static func recognized(in json: JSON) -> ProofKind? {
        guard case .object(let object) = json else {
            // A VAA in quotes, as APIs answer it.
            return json.stringValue.flatMap { VAAText.bytes(of: Bytes($0.utf8)) } == nil ? nil : .vaa
        }
        // Of whatever version: the verifier says which one it reads.
        if object["format"]?.stringValue?.hasPrefix(MarginProofFile.formatFamily) == true { return .margin }
        if object["format"] != nil || object["proofs"] != nil { return .stateProof }
        let answer = object["result"]?.objectValue ?? object
        if answer["accountProof"] != nil || (answer["proof"]?["accountProof"] != nil) { return .ethereumState }
        if answer["signed_header"] != nil || answer["commit"] != nil { return .cometBFT }
        if answer["proof"] != nil && answer["key"] != nil { return .commitment }
        if answer["vaaBytes"] != nil || answer["vaa"] != nil { return .vaa }
        return nil
    }

    /// An empty line, then a line that begins with an em dash and a blank: C2SP signed-note, "Format".
    private static func isNote(_ bytes: Bytes) -> Bool {
        bytes.count <= maximumBytes && bytes.firstRange(of: Bytes("\n\n\u{2014} ".utf8)) != nil
    }
}

/// A VAA as it is handed about: raw bytes, hexadecimal digits or base 64.
enum VAAText {
    /// nil when the content is none of them, or does not begin as a VAA does.
    static func bytes(of content: Bytes) -> Bytes? {
        if looksLikeVAA(content) { return content }
        let trimmed = content.trimmingSpace
        guard let text = String(validating: trimmed, as: UTF8.self) else { return nil }
        let decoded = (try? text.hasPrefix("0x") ? Hex.decode0x(text) : Hex.decode(text)) ?? (try? Base64.decode(text))
        return decoded.flatMap { looksLikeVAA($0) ? $0 : nil }
    }

    /// Version 1, then the number of a guardian set, which has stayed far below 2^16.
    private static func looksLikeVAA(_ bytes: Bytes) -> Bool {
        bytes.count >= 57 && bytes[0] == 1 && bytes[1] == 0 && bytes[2] == 0
    }
}

extension Bytes {
    /// Without blanks and line breaks at both ends.
    fileprivate var trimmingSpace: Bytes {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x0a || $0 == 0x0d || $0 == 0x09 }
        return Bytes(drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }
}
