public import CollateralState
public import Encoding
public import Signatures

/// A venue record as it was received, with its signature: nothing about it is known to be true until `verify` makes a `VenueBook` of it.
public struct SignedVenueRecord: Hashable, Sendable {
    /// The bytes that were signed, not yet decoded.
    public let record: Bytes
    public let signer: KeyID
    public let scheme: SignatureScheme
    public let signature: Signature

    public init(record: Bytes, signer: KeyID, scheme: SignatureScheme, signature: Signature) {
        (self.record, self.signer, self.scheme, self.signature) = (record, signer, scheme, signature)
    }

    /// Signs a record.
    ///
    /// - Throws: `MarginError.signature` when the key cannot sign.
    public init(signing record: VenueRecord, with key: PrivateKey) throws(MarginError) {
        do {
            let signature = try key.sign(record.digest)
            self.init(record: record.encoded, signer: key.publicKey.id, scheme: key.scheme, signature: signature)
        } catch {
            throw .signature(error)
        }
    }

    /// The digest that was signed: SHA-256("plimsoll/venue/v1" 0x00 || record).
    public var digest: Digest { SHA256.hash(tag: .venue, record) }

    /// The book, if the pinned key of the venue it names signed exactly these bytes for `network`. The bytes are decoded only after that.
    ///
    /// - Parameter venues: the venues that are believed, each with its key. A key speaks for no other venue than its own.
    /// - Throws: `unknownSigner`, `wrongScheme` or `signature`; then what `VenueRecord.init(parsing:)` throws; then `wrongNetwork`, `wrongVenue`.
    public func verify(against venues: [PinnedVenue], network: NetworkName) throws(MarginError) -> VenueBook {
        let pinned = venues.filter { $0.key.id == signer }
        guard let key = pinned.first?.key else { throw .unknownSigner(signer, allowed: venues.count) }
        guard key.scheme == scheme else { throw .wrongScheme(expected: key.scheme, got: scheme) }
        do { try key.verify(signature, over: digest) } catch { throw .signature(error) }
        let record = try VenueRecord(parsing: record)
        guard record.network == network else { throw .wrongNetwork(record: "a venue record", expected: network, got: record.network) }
        guard pinned.contains(where: { $0.name == record.venue }) else {
            throw .wrongVenue(expected: pinned.map(\.name), got: record.venue)
        }
        return VenueBook(record: record, signed: self)
    }
}

/// A venue's record whose signature holds: made only by verifying.
public struct VenueBook: Hashable, Sendable {
    public let record: VenueRecord
    /// The bytes and signature it was made of, to be handed on.
    public let signed: SignedVenueRecord

    init(record: VenueRecord, signed: SignedVenueRecord) {
        (self.record, self.signed) = (record, signed)
    }

    public var name: VenueName { record.venue }
}

extension ParameterSet {
    /// The records that a report by this set needs: of all that there are, those of the venues it names.
    ///
    /// - Parameter books: at most one of each venue, in any order.
    /// - Returns: ascending by name.
    /// - Throws: `missingVenue` for a named venue of which there is none.
    public func venueBooks(among books: [VenueBook]) throws(MarginError) -> [VenueBook] {
        try venues.map { (rules) throws(MarginError) in
            guard let book = books.first(where: { $0.name == rules.name }) else { throw .missingVenue(rules.name) }
            return book
        }
    }
}
