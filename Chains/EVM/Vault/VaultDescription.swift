import Encoding
import Signatures

/// How the events of one vault contract map to holdings.
///
/// Written as a file for people, kept as canonical bytes in the stream description: two files that say the same are the same description.
public struct VaultDescription: Hashable, Sendable {
    struct Event: Hashable, Sendable {
        static let maximumEffects = 16

        let signature: EventSignature
        /// In the order they apply.
        let effects: [EffectRule]

        init(signature: EventSignature, effects: [EffectRule]) throws(EVMError) {
            guard (1...Self.maximumEffects).contains(effects.count) else {
                throw .outOfRange(field: "effects of \(signature.name)", expected: "1 to \(Self.maximumEffects)", got: "\(effects.count)")
            }
            self.signature = signature
            self.effects = effects
        }
    }

    static let maximumEvents = 64

    /// Ascending by topic.
    let events: [Event]

    init(events: [Event]) throws(EVMError) {
        guard (1...Self.maximumEvents).contains(events.count) else {
            throw .outOfRange(field: "events of a vault", expected: "1 to \(Self.maximumEvents)", got: "\(events.count)")
        }
        let sorted = events.sorted { $0.signature.topic < $1.signature.topic }
        for (event, next) in zip(sorted, sorted.dropFirst()) where event.signature.topic == next.signature.topic {
            throw .duplicateEvent(event.signature.canonicalText)
        }
        self.events = sorted
    }

    subscript(topic: Digest) -> Event? {
        events.first { $0.signature.topic == topic }
    }

    /// The first topics of all events, ascending.
    var topics: [Digest] { events.map(\.signature.topic) }
}
