public import Signatures

/// The records of this module: prices, parameters and reports can never be taken for one another.
extension DomainTag {
    public static let prices = DomainTag("plimsoll/prices/v2")
    /// Several sources' records as one book.
    public static let priceBook = DomainTag("plimsoll/price-book/v1")
    public static let venue = DomainTag("plimsoll/venue/v1")
    public static let parameters = DomainTag("plimsoll/parameters/v1")
    public static let report = DomainTag("plimsoll/report/v2")
}
