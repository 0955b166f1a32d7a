public import Encoding

/// Typed structured data (EIP-712), read from the JSON that wallets show and sign (`eth_signTypedData_v4`).
///
/// Strict: every declared type must exist, every member must have a value of its type and no other member may be there, so that what is
/// shown is what is signed. At most 64 types of 64 members and 1,024 members in all, 32 levels and 100,000 values.
public struct TypedData: Hashable, Sendable {
    /// What a missing or null value means.
    public enum AbsentValues: Sendable {
        /// An error.
        case refused
        /// As MetaMask's version 4 has it: a structure that is missing or null is 32 zero bytes, a null string or bytes is empty.
        /// Anything else is an error.
        case metaMaskV4
    }

    static let domainType = "EIP712Domain"

    public let primaryType: String
    /// The primary type and those it needs, as they are hashed: `Mail(Person from,...)Person(...)`.
    public let encodedType: String
    /// The hash of the domain.
    public let domainSeparator: Digest
    /// The message's type hash and one word for each member.
    public let encodedMessage: Bytes

    /// - Parameter json: an object of `types`, `primaryType`, `domain` and `message`.
    ///
    /// When `types` has no `EIP712Domain`, it is made from the members that the domain has, in the order of the specification.
    /// - Throws: `EIP712Error`.
    public init(_ json: JSON, absent: AbsentValues = .refused) throws(EIP712Error) {
        let node = JSONNode(json)
        let (types, primaryType, domain, message): (JSONNode, String, JSONNode, JSONNode)
        do {
            try node.object(allowing: ["types", "primaryType", "domain", "message"])
            (types, primaryType) = (try node["types"], try node["primaryType"].string())
            (domain, message) = (try node["domain"], try node["message"])
        } catch {
            throw .malformed(error)
        }
        try self.init(types: types, primaryType: primaryType, domain: domain, message: message, absent: absent)
    }

    /// The same from its four parts.
    public init(
        types: JSONNode, primaryType: String, domain: JSONNode, message: JSONNode, absent: AbsentValues = .refused
    ) throws(EIP712Error) {
        guard primaryType != Self.domainType else { throw .domainAsMessage }
        let schema = try TypedDataSchema(types)
        var encoder = TypedDataEncoder(schema, absent: absent)
        self.primaryType = primaryType
        domainSeparator = Keccak256.hash(try TypedDataDomain.encode(domain, schema))
        encodedMessage = try encoder.encodeStructure(primaryType, message)
        encodedType = schema.encodedType(primaryType)
    }

    /// The hash of the message.
    public var messageHash: Digest { Keccak256.hash(encodedMessage) }

    /// What is signed: Keccak-256 of 0x19 0x01 || domain separator || message hash.
    public var digest: Digest { Keccak256.hash([0x19, 0x01] + domainSeparator.bytes + messageHash.bytes) }

    /// The account that signed this. Compare it with the one expected.
    ///
    /// - Parameter signature65: r || s || v with v 27 or 28, and a low s.
    /// - Throws: as `EIP191.signer`.
    public func signer(signature65: Bytes) throws(SignatureError) -> EthereumAddress {
        try EIP191.signer(digest: digest, signature65: signature65)
    }
}
