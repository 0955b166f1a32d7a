import Encoding
import Signatures
import Testing

@Suite("Typed data")
struct TypedDataTests {
    /// The example of EIP-712.
    static let mail: JSON = [
        "types": [
            "EIP712Domain": [
                ["name": "name", "type": "string"], ["name": "version", "type": "string"], ["name": "chainId", "type": "uint256"],
                ["name": "verifyingContract", "type": "address"],
            ],
            "Person": [["name": "name", "type": "string"], ["name": "wallet", "type": "address"]],
            "Mail": [["name": "from", "type": "Person"], ["name": "to", "type": "Person"], ["name": "contents", "type": "string"]],
        ],
        "primaryType": "Mail",
        "domain": [
            "name": "Ether Mail", "version": "1", "chainId": 1, "verifyingContract": "0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC",
        ],
        "message": [
            "from": ["name": "Cow", "wallet": "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"],
            "to": ["name": "Bob", "wallet": "0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"], "contents": "Hello, Bob!",
        ],
    ]

    @Test("the example of EIP-712 has the published hashes")
    func example() throws {
        let data = try TypedData(Self.mail)
        #expect(data.encodedType == "Mail(Person from,Person to,string contents)Person(string name,address wallet)")
        #expect(data.domainSeparator.hex == "f2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f")
        #expect(data.messageHash.hex == "c52c0ee5d84264471806290a3f2c4cecfc5490626bf912d01f240d7a274b371e")
        #expect(data.digest.hex == "be609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2")
    }

    /// One structure `T` with one member `v` of `type`.
    private func digest(_ type: String, _ value: JSON?, extra: JSON? = nil, absent: TypedData.AbsentValues = .refused) throws(EIP712Error) -> Digest {
        var message = JSONObject()
        if let value { message["v"] = value }
        if let extra { message["w"] = extra }
        return try TypedData(
            ["types": ["T": [["name": "v", "type": .string(type)]]], "primaryType": "T", "domain": [:], "message": .object(message)],
            absent: absent
        ).digest
    }

    @Test("integers are held to their type's range, whichever way they are spelt")
    func integers() throws {
        let power255 = "57896044618658097711785492504343953926634992332820282019728792003956564819968"
        for (type, inside, outside) in [
            ("uint8", ["0", "255", "0xff"], ["256", "-1", "0x100"]), ("int8", ["-128", "127", "0x7f"], ["-129", "128", "0x80"]),
            ("int256", ["-" + power255], [power255, "-" + power255.dropLast() + "9"]),
            ("uint256", [power255, "0x" + String(repeating: "f", count: 64)], ["0x1" + String(repeating: "0", count: 64), "1" + String(repeating: "0", count: 78)]),
        ] {
            for text in inside { _ = try digest(type, .string(text)) }
            for text in outside {
                #expect(throws: EIP712Error.integerOutOfRange(path: "$.message.v", type: type, got: text)) { try digest(type, .string(text)) }
            }
        }
        #expect(try digest("uint8", "16") == digest("uint8", 16))
        #expect(try digest("uint8", "0x10") == digest("uint8", 16))
        for text in ["", "01", "-0", "1.5", "1e3", "0x", "0xg", "+1", " 1", "-0x1", "a"] {
            let error = #expect(throws: EIP712Error.self, "\(text)") { try digest("int64", .string(text)) }
            #expect(error?.shortDescription == "wrong_value")
        }
        #expect(throws: EIP712Error.self) { try digest("uint8", .number("1.0")) }
    }

    @Test("each ambiguity has its own error")
    func refusals() {
        expect("unknown_type") { () throws(EIP712Error) in try digest("Missing", 1) }
        expect("unknown_type") { () throws(EIP712Error) in try digest("uint", 1) }
        expect("unknown_type") { () throws(EIP712Error) in try digest("uint7", 1) }
        expect("unknown_type") { () throws(EIP712Error) in try digest("bytes33", "0x") }
        expect("unknown_type") { () throws(EIP712Error) in try digest("bytes0", "0x") }
        expect("unknown_type") { () throws(EIP712Error) in try digest("uint8[0]", []) }
        expect("unknown_type") { () throws(EIP712Error) in try digest("uint8[01]", [1]) }
        expect("unknown_type") { () throws(EIP712Error) in try digest("uint8]", [1]) }
        expect("too_many") { () throws(EIP712Error) in try digest("uint8[][][][][][][][][]", []) }
        expect("missing_value") { () throws(EIP712Error) in try digest("uint8", nil) }
        expect("missing_value") { () throws(EIP712Error) in try digest("string", .null) }
        expect("undeclared_member") { () throws(EIP712Error) in try digest("uint8", 1, extra: 2) }
        expect("wrong_value") { () throws(EIP712Error) in try digest("bool", "true") }
        expect("wrong_value") { () throws(EIP712Error) in try digest("bool", 1) }
        expect("wrong_value") { () throws(EIP712Error) in try digest("string", 1) }
        expect("wrong_value") { () throws(EIP712Error) in try digest("bytes", "abcd") }
        expect("wrong_byte_count") { () throws(EIP712Error) in try digest("bytes4", "0x010203") }
        expect("wrong_byte_count") { () throws(EIP712Error) in try digest("address", "0x0102") }
        expect("wrong_element_count") { () throws(EIP712Error) in try digest("uint8[2]", [1]) }
        expect("missing_value") { () throws(EIP712Error) in try digest("uint8[]", [1, .null]) }
        expect("unknown_type") { () throws(EIP712Error) in try digest("T2", [:], absent: .metaMaskV4) }
        expect("missing_value") { () throws(EIP712Error) in try digest("uint8", .null, absent: .metaMaskV4) }
    }

    private func expect(_ name: String, _ body: () throws(EIP712Error) -> Digest, _ location: SourceLocation = #_sourceLocation) {
        do {
            _ = try body()
            Issue.record("accepted, expected \(name)", sourceLocation: location)
        } catch {
            #expect(error.shortDescription == name, "\(error)", sourceLocation: location)
        }
    }

    @Test("types and domains that could be read in two ways are refused")
    func declarations() throws {
        func changed(_ change: (inout JSONObject) -> Void) throws(EIP712Error) -> Digest {
            guard case .object(var object) = Self.mail else { throw .domainAsMessage }
            change(&object)
            return try TypedData(.object(object)).digest
        }
        func types(_ name: String, _ members: JSON) throws(EIP712Error) -> Digest {
            try changed { object in
                if case .object(var types)? = object["types"] {
                    types[name] = members
                    object["types"] = .object(types)
                }
            }
        }
        expect("domain_as_message") { () throws(EIP712Error) in try changed { $0["primaryType"] = "EIP712Domain" } }
        expect("unknown_type") { () throws(EIP712Error) in try changed { $0["primaryType"] = "Letter" } }
        expect("malformed") { () throws(EIP712Error) in try changed { $0["extra"] = 1 } }
        expect("malformed") { () throws(EIP712Error) in try changed { $0["types"] = [] } }
        expect("missing_value") { () throws(EIP712Error) in try changed { $0["domain"] = ["name": "x"] } }
        expect("unsupported_domain_member") { () throws(EIP712Error) in try types("EIP712Domain", [["name": "owner", "type": "string"]]) }
        expect("wrong_domain_member_type") { () throws(EIP712Error) in try types("EIP712Domain", [["name": "chainId", "type": "string"]]) }
        expect("invalid_name") { () throws(EIP712Error) in try types("uint256", []) }
        expect("invalid_name") { () throws(EIP712Error) in try types("Mail(", []) }
        expect("invalid_name") { () throws(EIP712Error) in try types("Other", [["name": "a,uint8 b", "type": "uint8"]]) }
        expect("unknown_type") { () throws(EIP712Error) in try types("Other", [["name": "a", "type": "Nowhere"]]) }
        expect("repeated_member") { () throws(EIP712Error) in
            try types("Other", [["name": "a", "type": "uint8"], ["name": "a", "type": "uint8"]])
        }
    }

    @Test("recursion is bounded by depth, and breadth by the number of values")
    func bounds() throws {
        var (message, deep): (JSON, JSON) = ([:], [:])
        for level in 0..<40 {
            deep = ["next": deep]
            if level < 20 { message = ["next": message] }
        }
        let types: JSON = ["List": [["name": "next", "type": "List"]]]
        func data(_ message: JSON) throws(EIP712Error) -> TypedData {
            try TypedData(["types": types, "primaryType": "List", "domain": [:], "message": message], absent: .metaMaskV4)
        }
        _ = try data(message)
        expect("too_deep") { () throws(EIP712Error) in try data(deep).digest }
        expect("too_many_values") { () throws(EIP712Error) in
            try digest("bool[][]", .array([JSON](repeating: .array([JSON](repeating: true, count: 1_000)), count: 120)))
        }
    }

    @Test("a structure that MetaMask leaves out is 32 zero bytes, here only when asked for")
    func absentStructure() throws {
        let types: JSON = ["A": [["name": "b", "type": "B"]], "B": [["name": "c", "type": "uint8"]]]
        let json: JSON = ["types": types, "primaryType": "A", "domain": [:], "message": [:]]
        #expect(try TypedData(json, absent: .metaMaskV4).encodedMessage.suffix(32) == Digest.zero.bytes[...])
        #expect(throws: EIP712Error.missingValue(path: "$.message.b", type: "B")) { try TypedData(json) }
    }
}
