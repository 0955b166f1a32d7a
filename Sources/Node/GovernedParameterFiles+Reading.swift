import CollateralState
import Encoding
import Governance
import Margin
import NodeStorage

extension GovernedParameterFiles {
    /// Takes a governance file that goes on from the one that was there before.
    ///
    /// The sets of the first file are pinned with its genesis; one that comes later is remembered with the time it was first seen.
    mutating func readGovernance(_ now: Timestamp) throws(NodeError) {
        let bytes = try BoundedFile.read(files.file, maximum: GovernanceFile.maximumBytes)
        let history = try governing(files.file) { () throws(GovernanceError) in try GovernanceFile.parse(bytes, now: now) }
        guard history.network == configuration.network else {
            throw .governance(file: files.file, .wrongNetwork(record: "governance", expected: configuration.network, got: history.network))
        }
        let known = try known(history)
        isPinned = isPinned || !known.isEmpty
        let new = history.sets.dropFirst(known.count).map {
            StoredGovernanceSet(number: $0.number, digest: $0.digest, seenAt: known.isEmpty ? nil : now)
        }
        if keeps, !new.isEmpty { try storing { () throws(NodeStorageError) in try store.keep(new) } }
        let all = known + new
        governance = SeenGovernance(history) { set in all.first { $0.digest == set.digest }?.seenAt }
    }

    /// The sets of a history that were seen before; none when the genesis is a new one that the configuration names.
    private func known(_ history: GovernanceHistory) throws(NodeError) -> [StoredGovernanceSet] {
        let genesis = history.genesis.digest
        if let named = files.genesis, named != genesis { throw .governanceReplaced(file: files.file, expected: named, got: genesis) }
        let known = try storing { () throws(NodeStorageError) in try store.governanceSets() }
        guard let first = known.first else { return [] }
        guard first.digest == genesis else {
            guard files.genesis == nil else { return [] }
            throw .governanceReplaced(file: files.file, expected: first.digest, got: genesis)
        }
        for (index, set) in known.enumerated() where !history.sets.indices.contains(index) || history.sets[index].digest != set.digest {
            throw .governanceForgotten(file: files.file, number: set.number, expected: set.digest)
        }
        return known
    }

    /// Parameters that are taken on trust the first time: a parameter file, or a signed proposal.
    mutating func readPinned(_ file: String, _ governance: SeenGovernance, _ now: Timestamp) throws(NodeError) {
        let bytes = try BoundedFile.read(file, maximum: SignedParametersFile.maximumBytes)
        switch try ParameterFileKind(bytes, file: file) {
        case .plain: pinned = try MarginInputs.parameters(file, network: configuration.network)
        case .signed: pinned = try take(bytes, file, governance, now).set
        }
        // What was left out below the earlier one may count now.
        isRestored = false
    }

    /// Takes up what was received before, with the times at which it was.
    mutating func restore() throws(NodeError) {
        guard !isRestored else { return }
        for proposal in try storing({ () throws(NodeStorageError) in try store.parameterProposals(from: pinned?.number ?? 1) }) {
            let signed = try governing(store.file) { () throws(GovernanceError) in try SignedParametersFile.parse(proposal.file) }
            received[signed.digest] = ReceivedParameters(signed, receivedAt: proposal.receivedAt)
        }
        isRestored = true
    }

    /// Takes a signed proposal that a quorum agreed to, whatever it stands upon. One that is known keeps its time of receipt.
    mutating func readProposal(_ file: String, _ governance: SeenGovernance, _ now: Timestamp) throws(NodeError) {
        let bytes = try BoundedFile.read(file, maximum: SignedParametersFile.maximumBytes)
        guard try ParameterFileKind(bytes, file: file) == .signed else { throw .unsignedParameters(file: file, governance: files.file) }
        _ = try take(bytes, file, governance, now)
    }

    private mutating func take(_ bytes: Bytes, _ file: String, _ governance: SeenGovernance, _ now: Timestamp) throws(NodeError) -> SignedParameters {
        let signed = try governing(file) { () throws(GovernanceError) in
            let signed = try SignedParametersFile.parse(bytes)
            try signed.verifyAgreement(of: governance.history, now: now)
            return signed
        }
        guard received[signed.digest] == nil else { return signed }
        if keeps {
            let proposal = StoredParameterProposal(digest: signed.digest, number: signed.set.number, receivedAt: now, file: bytes)
            try storing { () throws(NodeStorageError) in try store.keep(proposal) }
        }
        received[signed.digest] = ReceivedParameters(signed, receivedAt: now)
        return signed
    }
}

/// What a file of parameters is, by its first look.
enum ParameterFileKind: Sendable {
    /// JSON with signatures.
    case signed
    /// JSON or TOML that nobody signed.
    case plain

    init(_ bytes: Bytes, file: String) throws(NodeError) {
        guard bytes.first(where: { !" \n\r\t".utf8.contains($0) }) == UInt8(ascii: "{") else {
            self = .plain
            return
        }
        let limits = JSONLimits(maximumBytes: SignedParametersFile.maximumBytes, maximumDepth: 10)
        do { self = try JSON.parse(bytes, limits: limits)["format"]?.stringValue == ParameterSet.format ? .plain : .signed } catch {
            throw .setting(file: file, error)
        }
    }
}

/// Runs governance code inside this module; the file is named.
func governing<Value>(_ file: @autoclosure () -> String, _ body: () throws(GovernanceError) -> Value) throws(NodeError) -> Value {
    do { return try body() } catch { throw .governance(file: file(), error) }
}

/// Runs the database inside this module.
func storing<Value>(_ body: () throws(NodeStorageError) -> Value) throws(NodeError) -> Value {
    do { return try body() } catch { throw .storage(error) }
}
