import Encoding

/// What binds typed data to one application. Source: EIP-712, "Definition of domainSeparator".
enum TypedDataDomain {
    /// All members a domain may have, in the order of the specification.
    static let members: [TypedDataSchema.Member] = [
        .init(name: "name", type: .string), .init(name: "version", type: .string),
        .init(name: "chainId", type: .integer(bits: 256, isSigned: false)), .init(name: "verifyingContract", type: .address),
        .init(name: "salt", type: .fixedBytes(32)),
    ]

    /// The type hash and the words of the domain, by the declared `EIP712Domain` or by the members that are there.
    static func encode(_ domain: JSONNode, _ schema: TypedDataSchema) throws(EIP712Error) -> Bytes {
        let declared: [TypedDataSchema.Member]
        if let members = schema[TypedData.domainType] { declared = members } else { declared = try present(in: domain) }
        try verify(declared)
        var encoder = TypedDataEncoder(try TypedDataSchema([TypedData.domainType: declared]), absent: .refused)
        return try encoder.encodeStructure(TypedData.domainType, domain)
    }

    private static func present(in domain: JSONNode) throws(EIP712Error) -> [TypedDataSchema.Member] {
        let object: JSONObject
        do { object = try domain.object() } catch { throw .malformed(error) }
        for key in object.keys where !members.contains(where: { $0.name == key }) { throw .unsupportedDomainMember(key) }
        return members.filter { object[$0.name] != nil }
    }

    private static func verify(_ declared: [TypedDataSchema.Member]) throws(EIP712Error) {
        for member in declared {
            guard let known = members.first(where: { $0.name == member.name }) else { throw .unsupportedDomainMember(member.name) }
            guard member.type == known.type else {
                throw .wrongDomainMemberType(member.name, expected: "\(known.type)", got: "\(member.type)")
            }
        }
    }
}
