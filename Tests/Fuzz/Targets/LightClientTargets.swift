import CometBFT
import Encoding
import Signatures

extension FuzzTargets {
    static let lightClient: [FuzzTarget] = [lightBlock, rpcCommit, rpcValidators, stateAnswer, ibcHeader, ibcClientState, ibcConsensusState, blockTime]

    /// A trusted state and the one block that was honestly signed after it.
    private struct Chain {
        static let shared = try? Chain()

        let trusted: TrustedState
        let options: TrustOptions
        let now: BlockTime
        let json: JSON
        let block: LightBlock

        init() throws {
            guard let vector = try OwnVectors.named("honest-next-height", of: "CometBFT").first else {
                throw FuzzFinding(description: "the honest vector is not there")
            }
            now = try BlockTime(parsing: try vector["now"].string())
            options = try TrustOptions(threshold: TrustThreshold(1, over: 3), trustingPeriod: .seconds(1_000), clockDrift: .seconds(5))
            trusted = try TrustedState(
                pinning: LightHeader(vector["trusted"]["header"]), nextValidators: ValidatorSet(vector["trusted"]["next_validator_set"]))
            json = try vector["block"].value
            block = try LightBlock(JSONNode(json))
        }
    }

    /// No other header is accepted than the one that the validators signed.
    private static let lightBlock = FuzzTarget(
        "light-block", maximumLength: 8_192, seeds: { Chain.shared.map { [Bytes($0.json.printed().utf8)] } ?? [] }
    ) { input in
        guard let chain = Chain.shared, let json = try? JSON.parse(input), let block = try? LightBlock(JSONNode(json)) else { return false }
        guard case .accepted(let state) = chain.trusted.verify(block, chain.options, now: chain.now) else { return false }
        try demand(block.signedHeader.header == chain.block.signedHeader.header, "a header is accepted that nobody signed")
        try demand(state.height == chain.block.signedHeader.header.height, "the state is of another height")
        return true
    }

    private static func answer(_ result: JSON) -> [Bytes] {
        [Bytes((["jsonrpc": "2.0", "id": 1, "result": result] as JSON).printed().utf8)]
    }

    private static let rpcCommit = FuzzTarget(
        "rpc-commit", maximumLength: 8_192,
        seeds: { try Chain.shared.map { answer(["signed_header": try JSONNode($0.json)["signed_header"].value, "canonical": true]) } ?? [] },
        parse: { bytes throws(CometBFTError) in try RPCAnswer.signedHeader(commit: bytes) })

    private static let rpcValidators = FuzzTarget(
        "rpc-validators", maximumLength: 8_192,
        seeds: {
            guard let chain = Chain.shared else { return [] }
            let validators = try JSONNode(chain.json)["validator_set"]["validators"].value
            let count = validators.arrayValue?.count ?? 0
            return answer(["block_height": "5", "validators": validators, "count": .string("\(count)"), "total": .string("\(count)")])
        },
        parse: { bytes throws(CometBFTError) in try RPCAnswer.validatorSet(pages: [bytes]) })

    /// The proof operations of an honest answer are proofs of another tree: what is read is the form, and no state is pinned.
    private static let stateAnswer = FuzzTarget(
        "state-answer", maximumLength: 8_192,
        seeds: {
            let proof = try FuzzTargets.named("commitment-proof")?.seeds().first ?? []
            let operations = ["ics23:iavl", "ics23:simple"].map { type -> JSON in
                ["type": .string(type), "key": .string(Base64.encode([1, 2, 3])), "data": .string(Base64.encode(proof))]
            }
            return answer([
                "response": [
                    "code": 0, "height": "7", "key": .string(Base64.encode([1, 2, 3])), "value": .string(Base64.encode([9])),
                    "proofOps": ["ops": .array(operations)],
                ]
            ])
        },
        parse: { bytes throws(CometBFTError) in try StateAnswer(parsing: bytes) },
        promise: { answer, _ in
            guard let chain = Chain.shared else { return }
            let value = try? chain.trusted.verifiedValue(answer, store: "bank", key: answer.path.last ?? [])
            try demand(value == nil, "a state is accepted that nobody committed to")
        })

    private static let ibcHeader = FuzzTarget(
        "ibc-header", maximumLength: 8_192,
        seeds: { Chain.shared.map { [ProtobufSeeds.header($0.block, trustedHeight: 1)] } ?? [] }
    ) { input in
        guard let chain = Chain.shared, let header = try? IBCHeader(parsing: input) else { return false }
        let block = LightBlock(signedHeader: header.signedHeader, validators: header.validators, nextValidators: nil)
        guard case .accepted = chain.trusted.verify(block, chain.options, now: chain.now) else { return false }
        try demand(header.signedHeader.header == chain.block.signedHeader.header, "a header is accepted that nobody signed")
        return true
    }

    private static let ibcClientState = FuzzTarget(
        "ibc-client-state", maximumLength: 1_024, seeds: { [ProtobufSeeds.clientState] },
        parse: { bytes throws(CometBFTError) in try IBCClientState(parsing: bytes) })

    private static let ibcConsensusState = FuzzTarget(
        "ibc-consensus-state", maximumLength: 512, seeds: { [ProtobufSeeds.consensusState] },
        parse: { bytes throws(CometBFTError) in try IBCConsensusState(parsing: bytes) })

    private static let blockTime = FuzzTarget(
        "block-time", maximumLength: 64, seeds: { [Bytes("2023-11-14T22:14:30.007000021Z".utf8), Bytes("0001-01-01T00:00:00Z".utf8)] },
        parse: { bytes throws(CometBFTError) in try BlockTime(parsing: text(bytes)) },
        promise: { time, input in try demand(Bytes("\(time)".utf8) == input, "a time has two spellings") })
}

/// The protobuf of light-client messages, written only as far as seeds need it.
private enum ProtobufSeeds {
    static func varint(_ value: UInt64) -> Bytes {
        value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7f) | 0x80] + varint(value >> 7)
    }

    /// A number; zero is not written.
    static func number(_ field: UInt64, _ value: UInt64) -> Bytes {
        value == 0 ? [] : varint(field << 3) + varint(value)
    }

    /// A message that stands there even when it is empty.
    static func message(_ field: UInt64, _ bytes: Bytes) -> Bytes {
        varint(field << 3 | 2) + varint(UInt64(bytes.count)) + bytes
    }

    static func data(_ field: UInt64, _ bytes: Bytes?) -> Bytes {
        bytes.map { $0.isEmpty ? [] : message(field, $0) } ?? []
    }

    static func time(_ field: UInt64, _ time: BlockTime) -> Bytes {
        message(field, number(1, UInt64(bitPattern: time.seconds)) + number(2, UInt64(time.nanoseconds)))
    }

    static func blockID(_ field: UInt64, _ id: BlockID) -> Bytes {
        message(field, data(1, id.hash?.bytes) + message(2, number(1, UInt64(id.parts.total)) + data(2, id.parts.hash?.bytes)))
    }

    static func header(_ header: LightHeader) -> Bytes {
        let digests = [(6, header.lastCommitHash), (7, header.dataHash), (8, header.validatorsHash), (9, header.nextValidatorsHash), (10, header.consensusHash)]
        let start = message(1, number(1, header.version.block) + number(2, header.version.app)) + data(2, Bytes(header.chainID.utf8))
            + number(3, header.height) + time(4, header.time) + blockID(5, header.lastBlockID)
        return start + digests.flatMap { data(UInt64($0.0), $0.1?.bytes) } + data(11, header.appHash)
            + data(12, header.lastResultsHash?.bytes) + data(13, header.evidenceHash?.bytes) + data(14, header.proposerAddress.bytes)
    }

    static func commit(_ commit: Commit) -> Bytes {
        let signatures = commit.signatures.flatMap { signature -> Bytes in
            guard case .forBlock(let vote) = signature else { return [] }
            return message(
                4, number(1, 2) + data(2, vote.validator.bytes) + time(3, vote.time) + data(4, vote.signature.bytes))
        }
        return number(1, commit.height) + number(2, UInt64(commit.round)) + blockID(3, commit.blockID) + signatures
    }

    static func validators(_ set: ValidatorSet) -> Bytes {
        set.validators.flatMap { validator in
            let key = data(validator.publicKey.scheme == .ed25519 ? 1 : 2, validator.publicKey.raw)
            return message(1, data(1, validator.address.bytes) + message(2, key) + number(3, validator.power))
        }
    }

    static func header(_ block: LightBlock, trustedHeight: UInt64) -> Bytes {
        let signed = message(1, header(block.signedHeader.header)) + message(2, commit(block.signedHeader.commit))
        return message(1, signed) + message(2, validators(block.validators)) + message(3, number(2, trustedHeight))
            + message(4, validators(block.validators))
    }

    static let clientState: Bytes = {
        // IAVL and Tendermint, as clients write the specifications.
        let specs: [Bytes] = [
            [0x0a, 9, 8, 1, 24, 1, 32, 1, 42, 1, 0, 0x12, 12, 10, 2, 0, 1, 16, 33, 24, 4, 32, 12, 48, 1],
            [0x0a, 9, 8, 1, 24, 1, 32, 1, 42, 1, 0, 0x12, 12, 10, 2, 0, 1, 16, 32, 24, 1, 32, 1, 48, 1],
        ]
        let durations = message(3, number(1, 1_000)) + message(4, number(1, 2_000)) + message(5, number(1, 5))
        return data(1, Bytes("test-1".utf8)) + message(2, number(1, 1) + number(2, 3)) + durations + message(6, [])
            + message(7, number(1, 1) + number(2, 9)) + specs.flatMap { message(8, $0) } + data(9, Bytes("upgrade".utf8))
    }()

    static let consensusState: Bytes =
        message(1, number(1, 1_700_000_000)) + message(2, data(1, SHA256.hash([1]).bytes)) + data(3, SHA256.hash([2]).bytes)
}
