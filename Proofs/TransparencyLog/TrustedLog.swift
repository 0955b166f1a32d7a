/// What a verifier has to know of a log beforehand: its name, its keys, and which witnesses it wants to have seen it.
public struct TrustedLog: Hashable, Sendable {
    public let origin: LogOrigin
    /// Any one of them speaks for the log.
    public let logKeys: [NoteVerifierKey]
    public let witnesses: [NoteVerifierKey]
    /// How many witnesses must have cosigned. With none, a log can show two histories to two readers who never meet.
    public let requiredWitnesses: Int

    /// - Throws: `TransparencyLogError.wrongKeyRole` when a log key is for cosigning or a witness's key is not;
    ///   `.unreachableWitnesses` when more are required than there are distinct keys.
    public init(
        origin: LogOrigin, logKeys: [NoteVerifierKey], witnesses: [NoteVerifierKey] = [], requiredWitnesses: Int = 0
    ) throws(TransparencyLogError) {
        if let key = logKeys.first(where: { $0.algorithm == .cosignatureV1 }) { throw .wrongKeyRole(key.name, key.algorithm) }
        if let key = witnesses.first(where: { $0.algorithm != .cosignatureV1 }) { throw .wrongKeyRole(key.name, key.algorithm) }
        let distinct = Set(witnesses.map(\.publicKey)).count
        guard (0...distinct).contains(requiredWitnesses) else { throw .unreachableWitnesses(required: requiredWitnesses, known: distinct) }
        self.origin = origin
        self.logKeys = logKeys
        self.witnesses = witnesses
        self.requiredWitnesses = requiredWitnesses
    }

    var keyring: NoteKeyring { NoteKeyring(logKeys + witnesses) }
}
