import Encoding
import Signatures

extension FuzzTargets {
    static let signedDocuments: [FuzzTarget] = [typedData, adr36]

    private static let mail: JSON = [
        "types": [
            "Person": [["name": "name", "type": "string"], ["name": "wallets", "type": "address[]"]],
            "Mail": [
                ["name": "from", "type": "Person"], ["name": "to", "type": "Person[2]"], ["name": "size", "type": "int40"],
                ["name": "data", "type": "bytes"], ["name": "hash", "type": "bytes32"], ["name": "urgent", "type": "bool"],
            ],
        ],
        "primaryType": "Mail",
        "domain": ["name": "Mail", "version": "1", "chainId": 1, "verifyingContract": "0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"],
        "message": [
            "from": ["name": "a", "wallets": ["0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"]],
            "to": [["name": "b", "wallets": []], ["name": "c", "wallets": []]], "size": "-7", "data": "0x0102",
            "hash": "0x0101010101010101010101010101010101010101010101010101010101010101", "urgent": true,
        ],
    ]

    private static let typedData = FuzzTarget("typed-data", maximumLength: 4_096, seeds: { [Bytes(mail.printed().utf8)] }) { input in
        guard let json = try? JSON.parse(input) else { return false }
        guard let data = try? TypedData(json) else {
            _ = try? TypedData(json, absent: .metaMaskV4)
            return false
        }
        let lenient = try? TypedData(json, absent: .metaMaskV4)
        try demand(lenient?.digest == data.digest, "complete data have two digests")
        return true
    }

    private static let adr36 = FuzzTarget(
        "adr36-document", maximumLength: 2_048,
        seeds: {
            let signerKey = try key(1, .secp256k1).publicKey
            let signer = try ADR36.address(of: signerKey, .secp256k1, prefix: "cosmos")
            let document: JSON = [
                "chain_id": "", "account_number": "0", "sequence": "0", "fee": ["gas": "0", "amount": []], "memo": "",
                "msgs": [["type": "sign/MsgSignData", "value": ["signer": .string(signer), "data": "AQID"]]],
            ]
            return [Bytes(document.printed().utf8)]
        }
    ) { input in
        guard let json = try? JSON.parse(input), let statement = try? ADR36.statement(in: json) else { return false }
        let again = try ADR36.statement(in: try JSON.parse(statement.signBytes))
        try demand(again == statement, "what is signed is read as another statement")
        return true
    }
}
