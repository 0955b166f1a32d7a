public import Encoding

/// Why a Cosmos sign-in statement was refused.
public enum ADR36Error: Error, Equatable, Sendable {
    // Document
    /// The document is one of ADR-36, but a member of it is missing, unknown or of another kind.
    case malformed(EncodingError)
    /// A member that must say "this is no transaction" says something else.
    case notNeutral(path: String, expected: String, got: String)
    case emptyData
    case dataNotBase64(EncodingError)
    case malformedSigner(EncodingError)
    case wrongPrefix(expected: String, got: String)
    case signerNotLowercase(String)

    // Signature
    case wrongKeyScheme(expected: SignatureScheme, got: SignatureScheme)
    case malformedKey(SignatureError)
    /// The key belongs to another account.
    case wrongSigner(expected: String, got: String)
    case wrongSignature(SignatureError)
}

extension ADR36Error {
    /// A bounded label for metrics.
    public var shortDescription: String {
        switch self {
        case .malformed: "malformed"
        case .notNeutral: "not_neutral"
        case .emptyData: "empty_data"
        case .dataNotBase64: "data_not_base64"
        case .malformedSigner: "malformed_signer"
        case .wrongPrefix: "wrong_prefix"
        case .signerNotLowercase: "signer_not_lowercase"
        case .wrongKeyScheme: "wrong_key_scheme"
        case .malformedKey: "malformed_key"
        case .wrongSigner: "wrong_signer"
        case .wrongSignature: "wrong_signature"
        }
    }
}

extension ADR36Error: CustomStringConvertible {
    public var description: String {
        switch self {
        case .malformed(let error): "ADR-36: \(error)"
        case .notNeutral(let path, let expected, let got):
            "ADR-36: \(path): expected \(expected), got \(excerpt(got)); with anything else the document could be a transaction"
        case .emptyData: "ADR-36: there is nothing to sign; give data"
        case .dataNotBase64(let error): "ADR-36: data: \(error)"
        case .malformedSigner(let error): "ADR-36: signer: \(error)"
        case .wrongPrefix(let expected, let got): "ADR-36: expected a signer under the prefix \(excerpt(expected)), got \(excerpt(got))"
        case .signerNotLowercase(let got): "ADR-36: signer \(excerpt(got)): write it in lowercase"
        case .wrongKeyScheme(let expected, let got): "ADR-36: expected a \(expected) key, got a \(got) key"
        case .malformedKey(let error): "ADR-36: public key: \(error)"
        case .wrongSigner(let expected, let got):
            "ADR-36: the key belongs to \(excerpt(got)), the statement to \(excerpt(expected)); ask for the signer's own key"
        case .wrongSignature(let error): "ADR-36: \(error)"
        }
    }
}
