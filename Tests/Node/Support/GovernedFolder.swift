import CollateralState
import Encoding
import Governance
import Margin
import NodeStorage
@testable import Node
import Signatures

/// A folder with a node's configuration whose parameters three keys govern: one vote each, two decide, a week's notice, an hour's for what tightens.
struct GovernedFolder {
    static let hour: UInt64 = 3_600_000
    static let week: UInt64 = 168 * hour

    let sample: ConfigurationSample
    let keys: [PrivateKey]
    let genesis: GovernanceSet
    /// What is pinned: number 1, with a haircut of a tenth.
    let pinned: ParameterSet

    /// - Parameter settings: lines of the configuration.
    init(settings: String = "governance = \"../governance.json\"\nparameters_pinned = \"../pinned.json\"\nparameters = \"../parameters.json\"") throws {
        sample = try ConfigurationSample { $0.replacingLine("parameters", with: settings) }
        keys = try (1...3).map { try PrivateKey(scheme: .ed25519, rawSecret: Bytes(repeating: UInt8($0), count: 32)) }
        genesis = try Self.governance(keys)
        pinned = try Self.set(1, haircut: "0.1")
        try write(GovernanceFile.printed(GovernanceHistory(genesis: genesis)), "governance.json")
        try write(Bytes(pinned.json.printed().utf8), "pinned.json")
    }

    static func governance(_ keys: [PrivateKey], number: UInt32 = 0, validFrom: Timestamp = at(0, of: 0)) throws -> GovernanceSet {
        try GovernanceSet(
            network: NetworkName(parsing: "test"), number: number, validFrom: number == 0 ? Timestamp(milliseconds: 0) : validFrom, threshold: 2,
            notice: NoticeRules(full: week, tightening: hour), governors: keys.map { try Governor(key: $0.publicKey, weight: 1) })
    }

    /// Hours and milliseconds after the story begins.
    static func at(_ hours: UInt64, of milliseconds: UInt64 = 0) -> Timestamp {
        Timestamp(milliseconds: 1_700_000_000_000 + hours * hour + milliseconds)
    }

    static func set(_ number: UInt64, haircut: String, after: ParameterSet? = nil) throws -> ParameterSet {
        var json: JSONObject = ["format": "plimsoll/parameters/v1", "network": "test", "number": .integer(number)]
        json["previous"] = after.map { .string("\($0.digest)") }
        let rest: JSONObject = [
            "maximumPriceAgeMilliseconds": 60_000,
            "streams": [
                "maximumAgeMilliseconds": 120_000, "minimumEvidence": 1, "finalityHaircuts": ["safe": "0.02", "latest": "0.10"],
                "frozenHaircut": "0.5",
            ],
            "classes": [
                "major": [
                    "haircut": .string(haircut), "debt": ["initial": "0.2", "maintenance": "0.1"],
                    "position": ["initial": "0.1", "maintenance": "0.05"],
                ]
            ],
            "assets": ["eip155:1/slip44:60": ["class": "major"]],
        ]
        for member in rest.members { json[member.key] = member.value }
        return try ParameterSet(json: .object(json))
    }

    /// A proposal of a set, signed by the first keys, as a file.
    func proposal(
        of set: ParameterSet, signers: Int = 2, proposedAt: Timestamp = at(0), effectiveAt: Timestamp, ramp: ParameterRamp? = nil,
        history: GovernanceHistory? = nil
    ) throws -> Bytes {
        let proposal = try ParameterProposal(
            set, to: history ?? GovernanceHistory(genesis: genesis), proposedAt: proposedAt, effectiveAt: effectiveAt, ramp: ramp)
        var signed = try SignedParameters(unsigned: proposal, set: set)
        for key in keys.prefix(signers) { signed = try signed.signed(with: key) }
        return try SignedParametersFile.printed(signed)
    }

    /// Each write is a change, however quickly they follow one another.
    func write(_ bytes: Bytes, _ name: String, age: Double = 0) throws {
        try sample.folder.write(bytes, name)
        try sample.folder.touch(name, secondsAhead: age)
    }

    func open() throws -> Store { try Store(path: sample.folder.file("inputs.db"), mode: .readWrite(newFeed: .zero)) }

    func openReadOnly() throws -> Store { try Store(path: sample.folder.file("inputs.db"), mode: .readOnly) }

    /// The files as a node that starts finds them.
    func node(_ store: Store, receipts: GovernedParameterFiles.Receipts = .kept) throws -> GovernedNode {
        guard let files = GovernedParameterFiles(try sample.read(), store, receipts: receipts) else { throw NotGoverned() }
        return GovernedNode(files: files)
    }

    struct NotGoverned: Error {}
}

/// A node's governed parameters, and what it complained about.
struct GovernedNode {
    var files: GovernedParameterFiles
    var complaints: [String] = []

    /// Looks at the files at a time, and says what holds.
    mutating func look(_ now: Timestamp) -> ParameterSet? {
        var heard: [String] = []
        files.refresh(now: now) { heard.append("\($0)") }
        complaints += heard
        return files.parameters(at: now)
    }
}
