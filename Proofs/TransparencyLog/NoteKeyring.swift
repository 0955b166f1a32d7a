/// The keys a verifier knows. Which of them has to have signed is for the caller to say.
public struct NoteKeyring: Hashable, Sendable {
    public let keys: [NoteVerifierKey]

    /// - Parameter keys: two keys with the same name and id may be given; only a note that uses them is refused.
    public init(_ keys: [NoteVerifierKey]) {
        self.keys = keys
    }

    /// The key with this name and id, or nil when there is none.
    ///
    /// - Throws: `TransparencyLogError.ambiguousKey` when there are several: nobody could say which one signed.
    func key(_ name: NoteKeyName, _ id: UInt32) throws(TransparencyLogError) -> NoteVerifierKey? {
        let found = keys.filter { $0.id == id && $0.name == name }
        guard found.count <= 1 else { throw .ambiguousKey(name, id: id) }
        return found.first
    }
}
