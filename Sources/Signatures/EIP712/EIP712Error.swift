public import Encoding

/// Why typed data has no digest: it could be read in two ways, or in none.
public enum EIP712Error: Error, Equatable, Sendable {
    /// The JSON is not shaped as typed data is.
    case malformed(EncodingError)

    // Types
    /// Neither an atomic type nor one that is declared. `uint` and `int` without a size are none: EIP-712 has no aliases.
    case unknownType(String)
    /// Names of types and members are identifiers, and no atomic type's name.
    case invalidName(String)
    case repeatedMember(type: String, member: String)
    case tooMany(_ what: String, maximum: Int, got: Int)
    /// What is signed must be a message; the domain is signed with it.
    case domainAsMessage

    // Domain
    case unsupportedDomainMember(String)
    case wrongDomainMemberType(String, expected: String, got: String)

    // Values
    case missingValue(path: String, type: String)
    /// A member that its type does not have: it would be shown, and not be signed.
    case undeclaredMember(path: String)
    case wrongValue(EncodingError)
    case integerOutOfRange(path: String, type: String, got: String)
    case wrongByteCount(path: String, expected: Int, got: Int)
    case wrongElementCount(path: String, expected: Int, got: Int)
    case tooDeep(path: String, maximum: Int)
    case tooManyValues(maximum: Int)
}

extension EIP712Error {
    /// A bounded label for metrics.
    public var shortDescription: String {
        switch self {
        case .malformed: "malformed"
        case .unknownType: "unknown_type"
        case .invalidName: "invalid_name"
        case .repeatedMember: "repeated_member"
        case .tooMany: "too_many"
        case .domainAsMessage: "domain_as_message"
        case .unsupportedDomainMember: "unsupported_domain_member"
        case .wrongDomainMemberType: "wrong_domain_member_type"
        case .missingValue: "missing_value"
        case .undeclaredMember: "undeclared_member"
        case .wrongValue: "wrong_value"
        case .integerOutOfRange: "integer_out_of_range"
        case .wrongByteCount: "wrong_byte_count"
        case .wrongElementCount: "wrong_element_count"
        case .tooDeep: "too_deep"
        case .tooManyValues: "too_many_values"
        }
    }
}

extension EIP712Error: CustomStringConvertible {
    public var description: String {
        switch self {
        case .malformed(let error): "typed data: \(error)"
        case .unknownType(let name): "typed data: type \"\(excerpt(name))\" is neither atomic nor declared (write uint256 for uint)"
        case .invalidName(let name): "typed data: \"\(excerpt(name))\" cannot name a type or member; use an identifier that is no atomic type"
        case .repeatedMember(let type, let member): "typed data: type \(excerpt(type)) declares \(excerpt(member)) twice"
        case .tooMany(let what, let maximum, let got): "typed data: at most \(maximum) \(what), got \(got)"
        case .domainAsMessage: "typed data: the primary type must be a message, not EIP712Domain"
        case .unsupportedDomainMember(let name):
            "typed data: EIP712Domain has name, version, chainId, verifyingContract and salt, not \"\(excerpt(name))\""
        case .wrongDomainMemberType(let name, let expected, let got):
            "typed data: \(excerpt(name)) of EIP712Domain is of type \(expected), not \(excerpt(got))"
        case .missingValue(let path, let type): "typed data: \(path): expected a value of type \(excerpt(type)), got nothing"
        case .undeclaredMember(let path): "typed data: \(path): its type has no such member; it would not be signed"
        case .wrongValue(let error): "typed data: \(error)"
        case .integerOutOfRange(let path, let type, let got): "typed data: \(path): \(excerpt(got)) is not in the range of \(type)"
        case .wrongByteCount(let path, let expected, let got): "typed data: \(path): expected \(expected) bytes, got \(got)"
        case .wrongElementCount(let path, let expected, let got): "typed data: \(path): expected \(expected) elements, got \(got)"
        case .tooDeep(let path, let maximum): "typed data: \(path): nested deeper than \(maximum) levels"
        case .tooManyValues(let maximum): "typed data: more than \(maximum) values"
        }
    }
}
