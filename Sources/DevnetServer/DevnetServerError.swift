/// Why a development chain is not served.
public enum DevnetServerError: Error, Equatable, Sendable {
    case cannotServe(port: Int, reason: String)
    case endedBeforeServing

    /// A bounded label for metrics.
    public var shortDescription: String {
        switch self {
        case .cannotServe: "cannot-serve"
        case .endedBeforeServing: "ended-before-serving"
        }
    }
}

extension DevnetServerError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .cannotServe(let port, let reason):
            "the development chain cannot be served on 127.0.0.1:\(port): \(reason.prefix(200)); choose another port, or 0 for any"
        case .endedBeforeServing: "the development chain was shut down before it served"
        }
    }
}
