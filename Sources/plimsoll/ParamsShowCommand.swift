import ArgumentParser
import CollateralState
import Encoding
import Governance
import Margin
import Node
import NodeAPI
import NodeStorage

struct ParamsShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show what a parameter file or proposal is: number, digest, who signed, whether they are a quorum; or what a node uses.",
        discussion: """
            Without --governance nobody's signature can be verified, and the signers are only named. Without a file it shows which parameters a node uses now, \
            whether they are governed, and what is scheduled, from its configuration and database, beside the running node or without it.
            """)

    @Argument(help: "A parameter file, JSON or TOML, or a proposal; without one, what a node uses.")
    var file: String?

    @Option(help: "Who governs, to verify the signatures.")
    var governance: String?

    @Option(help: "Where to write what the node uses now, as a parameter file.")
    var out: String?

    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if file == nil, governance != nil { throw ValidationError("--governance goes with a file; a node's configuration names its own") }
        if file != nil, out != nil { throw ValidationError("--out goes with a node, not with a file") }
    }

    func run() throws { try file.map { try show($0) } ?? showNode() }

    private func showNode() throws {
        let configuration = try NodeConfiguration.read(node.config)
        let store = try Store(path: configuration.database, mode: .readOnly)
        try store.verify(configuration.network)
        let now = WallClock.now()
        let (parameters, governance) = StoredParameters.read(configuration, store, now: now)
        if let out, let parameters { try OutputFile.write(Bytes((parameters.json.printed(pretty: true) + "\n").utf8), to: out) }
        let answer = ParametersAnswer(network: configuration.network, parameters: parameters, governance: governance, takenAt: now)
        guard !output.json else { return Output().json(answer.json) }
        ParametersText(answer: answer, output: Output()).lines(missing: "none: no file that can be used")
    }

    private func show(_ file: String) throws {
        let json = try UnusableInput.reading { try ParamsInput.parametersJSON(file) }
        let set = try UnusableInput.reading { try ParamsInput.naming(file) { try ParameterSet(json: json) } }
        let signed = try? ParamsInput.signed(file)
        var object: JSONObject = [
            "file": .string(file), "network": .string("\(set.network)"), "number": .integer(set.number), "digest": .string("\(set.digest)"),
            "previous": set.number > 1 ? .string("\(set.previous)") : .null, "classes": .integer(set.classes.count), "assets": .integer(set.assets.count),
        ]
        if let signed {
            object["proposal"] = try signed.proposal().json
            object["signers"] = .array(signed.signatures.map { .string("\($0.signer)") })
            if let governance {
                let history = try UnusableInput.reading { try ParamsInput.governance(governance, now: WallClock.now()) }
                let tally = try signed.tally(history.set(at: signed.proposal().effectiveAt))
                object["weight"] = .integer(tally.weight)
                object["threshold"] = .integer(tally.set.threshold)
                object["quorum"] = .bool(tally.isQuorum)
            }
        }
        output.json ? Output().json(.object(object)) : print(object)
    }

    private func print(_ object: JSONObject) {
        let output = Output()
        for key in ["network", "number", "digest", "previous", "classes", "assets", "weight", "threshold", "quorum"] {
            guard let value = object[key], value != .null else { continue }
            output.line("\(key.padded(11)) \(value.stringValue ?? value.printed())")
        }
        for signer in object["signers"]?.arrayValue ?? [] { output.line("\("signer".padded(11)) \(signer.stringValue ?? "")") }
        if let proposal = object["proposal"]?.objectValue {
            for key in ["governance", "proposedAtMilliseconds", "effectiveAtMilliseconds"] {
                guard let value = proposal[key] else { continue }
                let time = UInt64(value.printed()).map { Timestamp(milliseconds: $0).text }
                output.line("\(key.replacing("AtMilliseconds", with: "").padded(11)) \(time ?? value.stringValue ?? "")")
            }
            if let ramp = proposal["ramp"]?.objectValue { output.line("\("ramp".padded(11)) \(JSON.object(ramp).printed())") }
        }
    }
}

struct ParamsVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Verify that a quorum agreed upon a parameter set, upon what it follows, with the notice it needs.",
        discussion: """
            Exit codes: 0 accepted, 1 rejected, 3 not yet (signatures are missing), 64 wrong usage. With --at and --out the set that holds at that time,
            between the old and the new one on a ramp, is written as a parameter file.
            """)

    @Argument(help: "The signed proposal.")
    var file: String

    @Option(help: "Who governs.")
    var governance: String

    @Option(help: "The set before, pinned; then each signed set after it, oldest first. None for number 1.")
    var after: [String] = []

    @Option(help: "The time to ask for: RFC 3339 in UTC, now, or a time from now, like +8d.")
    var at: Moment?

    @Option(help: "Where the parameters that hold at that time go.")
    var out: String?

    @OptionGroup var output: OutputOptions

    func run() throws {
        let now = WallClock.now()
        let (history, earlier, bytes) = try UnusableInput.reading {
            let history = try ParamsInput.governance(governance, now: now)
            let bytes = try BoundedFile.read(file, maximum: SignedParametersFile.maximumBytes)
            return (history, try ParamsInput.earlier(after, history, now: now), bytes)
        }
        let governed: GovernedParameters
        do throws(GovernanceError) {
            governed = try SignedParametersFile.parse(bytes).verify(governance: history, earlier: earlier, now: now)
        } catch {
            throw refuse(error)
        }
        let moment = at?.timestamp ?? now
        let set = try ParamsInput.timeline(after, then: governed.signed, history).set(at: moment)
        if let out, let set { try OutputFile.write(Bytes((set.json.printed(pretty: true) + "\n").utf8), to: out) }
        answer(governed, set, at: moment)
    }

    private func refuse(_ error: GovernanceError) -> ExitCode {
        let isMissing = if case .underQuorum = error { true } else { false }
        let verdict = isMissing ? "not yet" : "rejected"
        if output.json {
            Output().json(["verdict": .string(verdict), "error": .string(error.shortDescription), "reason": .string("\(error)")])
        } else {
            let output = Output()
            output.line("\(output.coloured(verdict, isMissing ? .yellow : .red)): \(file)")
            output.wrapped("\(error)", indent: 2)
        }
        return isMissing ? .notYet : .rejected
    }

    private func answer(_ governed: GovernedParameters, _ set: ParameterSet?, at moment: Timestamp) {
        let schedule = governed.schedule
        guard !output.json else {
            return Output().json([
                "verdict": "accepted", "number": .integer(governed.set.number), "digest": .string("\(governed.set.digest)"),
                "signers": .array(governed.signers.map { .string("\($0)") }), "weight": .integer(governed.weight),
                "threshold": .integer(governed.governance.threshold), "requiredNoticeMilliseconds": .integer(governed.requiredNotice),
                "proposal": governed.proposal.json, "changes": .array(governed.changes.map(\.json)), "schedule": .string("\(schedule.digest)"),
                "holds": [
                    "atMilliseconds": .integer(moment.milliseconds), "step": .integer(schedule.step(at: moment)), "steps": .integer(schedule.steps),
                    "digest": set.map { .string("\($0.digest)") } ?? .null,
                ],
            ])
        }
        let output = Output()
        output.line("\(output.coloured("accepted", .green)): \(file)")
        output.line("  parameters \(governed.set.number), digest \(governed.set.digest)")
        output.line("  \(governed.signers.count) keys of weight \(governed.weight) signed, \(governed.governance.threshold) decide")
        output.line("  takes effect \(governed.proposal.effectiveAt.text), complete \(schedule.completeAt.text), needed notice \(TimeSpan.text(governed.requiredNotice))")
        for change in governed.changes { output.wrapped("\(change)", indent: 4) }
        let holding = set.map { "parameters \($0.digest)" } ?? "no parameters"
        output.line("  at \(moment.text), step \(schedule.step(at: moment)) of \(schedule.steps): \(holding)")
    }
}
