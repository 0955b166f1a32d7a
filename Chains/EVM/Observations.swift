import ChainIdentity
import ChainModel
import CollateralState
import Encoding
import EthereumHeader
import Quantities
import Signatures

/// Fifth question: what collateral follows?
extension EVMAdapter {
    /// What the events of one block do to holdings, in the order of the block.
    ///
    /// - Throws: `unreadableEvent` when an event does not fit the description: skipping it could overstate collateral.
    func effects(of events: [EventLog], in block: BlockReference) throws(ChainModelError) -> [HoldingEffect] {
        var effects: [HoldingEffect] = []
        for event in events {
            do {
                effects += try self.effects(of: event)
            } catch {
                throw .unreadableEvent(block: block, index: event.index, reason: error)
            }
        }
        return effects
    }

    private func effects(of event: EventLog) throws(EVMError) -> [HoldingEffect] {
        guard let topic = event.topics.first, let rule = description[topic] else {
            throw .foreignEvent(topic: event.topics.first ?? .zero)
        }
        let values = try rule.signature.decode(topics: event.topics, data: event.data)
        var effects: [HoldingEffect] = []
        for effect in rule.effects {
            if let change = try effect.apply(to: values, on: stream.chain, vault: vault) { effects.append(change) }
        }
        return effects
    }
}

extension EffectRule {
    /// The effect on one holding; nil for an account that the rule excepts.
    fileprivate func apply(to values: [ABIValue], on chain: ChainID, vault: EthereumAddress) throws(EVMError) -> HoldingEffect? {
        // The rule was made for this signature, so the kinds of value are as expected.
        guard case .address(let owner) = values[account] else {
            throw .wrongParameter(event: "event", role: "account", expected: "an address", got: "\(values[account])")
        }
        guard !exceptions.contains(owner) else { return nil }
        let key: AccountKey
        do { key = try AccountKey(owner.bytes) } catch { throw .identity(error) }
        return HoldingEffect(
            account: key, key: HoldingKey(kind: kind, asset: try asset.asset(on: chain, vault: vault, values: values)),
            change: try changed(by: values[amount]))
    }

    private func changed(by value: ABIValue) throws(EVMError) -> HoldingEffect.Change {
        do {
            let amount: Int256
            switch value {
            case .uint(let number): amount = try Int256(number)
            case .int(let number): amount = number
            case .address, .bool, .bytes:
                throw EVMError.wrongParameter(event: "event", role: "amount", expected: "a number", got: "\(value)")
            }
            switch change {
            case .add: return .add(amount)
            case .subtract: return .add(try amount.negated())
            case .set: return .set(amount)
            }
        } catch let error as QuantityError {
            throw .quantity(error)
        } catch let error as EVMError {
            throw error
        } catch {
            throw .outOfRange(field: "amount", expected: "a number", got: "\(error)")
        }
    }
}

extension Round {
    /// Ends a round: everything up to the first block that stayed open is read.
    func finish(_ run: BlockRun) -> Outcome {
        var read = ReadBlocks(evidence: run.confirmation)
        do {
            for block in run.blocks {
                guard try read.add(block, of: adapter) else { break }
            }
        } catch {
            return .rejected(error)
        }
        guard let position = read.position ?? (run.blocks.isEmpty ? position : nil), let evidence = read.evidence else {
            return .notYet(run.firstReason ?? .chainMoved(height: run.head))
        }
        return .finished(
            ReadProgress(
                observations: read.observations, position: position, head: run.head, evidence: evidence, grounds: read.grounds))
    }
}

extension BlockRun {
    var firstReason: NotYet? {
        for block in blocks {
            if case .open(let reason) = block.state { return reason }
        }
        return nil
    }
}

/// The blocks of a round that were read, as they add up.
private struct ReadBlocks {
    var observations: [Observation] = []
    var position: ChainPosition?
    /// The weakest so far.
    var evidence: Evidence?
    private var counts: [BlockReading.Ground: Int] = [:]

    init(evidence: Evidence?) { self.evidence = evidence }

    var grounds: [ReadGround] {
        BlockReading.Ground.allCases.compactMap { ground in counts[ground].map { ReadGround(name: ground.rawValue, blocks: $0) } }
    }

    /// Adds the next block; false when it was not read.
    mutating func add(_ block: BlockReading, of adapter: EVMAdapter) throws(ChainModelError) -> Bool {
        switch block.state {
        case .unread, .claimedEmpty, .open: return false
        case .excluded:
            try add(block.header.value, [], try recorded { () throws(CollateralStateError) in try block.header.evidence() }, adapter)
            counts[.excludedByBloom, default: 0] += 1
        case .read(let events, let ground):
            try add(block.header.value, events.value, try recorded { () throws(CollateralStateError) in try events.evidence() }, adapter)
            counts[ground, default: 0] += 1
        }
        return true
    }

    private mutating func add(
        _ header: SealedHeader, _ events: [EventLog], _ evidence: Evidence, _ adapter: EVMAdapter
    ) throws(ChainModelError) {
        let block = BlockReference(height: header.number, hash: header.hash)
        // Headers beyond what milliseconds can hold were refused when they were read.
        let time = Timestamp(milliseconds: header.timestamp * 1_000)
        let effects = try adapter.effects(of: events, in: block)
        if !effects.isEmpty {
            observations.append(
                Observation(
                    block: block, blockTime: time, finality: adapter.stream.finality.finality, evidence: evidence, effects: effects))
        }
        position = ChainPosition(block: block, time: time)
        self.evidence = self.evidence?.weaker(of: evidence) ?? evidence
    }
}

extension Evidence {
    fileprivate func weaker(of other: Evidence) -> Evidence {
        let mine = (evidenceClass.rawValue, distinctOperators, agreeingSources)
        return mine <= (other.evidenceClass.rawValue, other.distinctOperators, other.agreeingSources) ? self : other
    }
}

private func recorded<Value>(_ body: () throws(CollateralStateError) -> Value) throws(ChainModelError) -> Value {
    do { return try body() } catch { throw .record(error) }
}
