import CollateralState
import Encoding
import Margin
import Quorum

/// The venues' records: complete ones, so that leaving one out, or showing an older one, would be the way to hide a loss.
extension MarginProofForm {
    /// Of each venue that the parameters name, and of no other, its record.
    ///
    /// - Throws: `margin` when a record is not what its pinned venue signed, or stands twice; `venueWithheld`, `foreignVenue`; `wrongVenueRecord` when the
    ///   report cites another record of a venue than the file has.
    func venues(_ trust: TrustAnchor, _ parameters: ParameterSet) throws(MarginProofError) -> [VenueBook] {
        let nodes = try decoding { () throws(EncodingError) in try root["venues"].array(max: ParameterSet.maximumVenues) }
        var books: [VenueBook] = []
        for node in nodes {
            let book = try verifiedVenue(node, trust)
            if books.contains(where: { $0.name == book.name }) { throw .margin(.duplicateVenue(book.name)) }
            guard parameters.rules(forVenue: book.name) != nil else { throw .foreignVenue(book.name) }
            books.append(book)
        }
        do throws(MarginError) { books = try parameters.venueBooks(among: books) } catch {
            if case .missingVenue(let venue) = error { throw .venueWithheld(venue) }
            throw .margin(error)
        }
        for book in books { try verifyCited(book) }
        return books
    }

    private func verifiedVenue(_ node: JSONNode, _ trust: TrustAnchor) throws(MarginProofError) -> VenueBook {
        do throws(MarginError) {
            return try SignedVenueFile(parsing: Bytes(node.value.printed().utf8)).verify(against: trust.venues, network: trust.network)
        } catch { throw .margin(error) }
    }

    /// What the report says of its records besides this is compared with the report computed again.
    private func verifyCited(_ book: VenueBook) throws(MarginProofError) {
        guard let cited = try cited(book.name) else { return }
        let got = VenueRecordReference(number: book.record.number, digest: book.record.digest)
        guard cited == got else { throw .wrongVenueRecord(book.name, expected: cited, got: got) }
    }

    /// nil when the report cites none.
    private func cited(_ venue: VenueName) throws(MarginProofError) -> VenueRecordReference? {
        try decoding { () throws(EncodingError) in
            guard let records = root.value["report"]?["venues"]?["records"] else { return nil }
            for node in try JSONNode(records, path: .member(.member(.member(.root, "report"), "venues"), "records")).array(max: ParameterSet.maximumVenues)
            where try node["venue"].string(max: VenueName.maximumLength) == venue.description {
                return VenueRecordReference(number: try node["number"].uint64(), digest: try node["digest"].digest())
            }
            return nil
        }
    }
}
