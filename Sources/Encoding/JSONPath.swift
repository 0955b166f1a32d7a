/// Where a value stands in a JSON text, written `$.sets[2].threshold`.
public indirect enum JSONPath: Sendable, Equatable, CustomStringConvertible {
    case root
    case member(JSONPath, String)
    case element(JSONPath, Int)

    public var description: String {
        switch self {
        case .root: "$"
        case .member(let parent, let key): "\(parent).\(excerpt(key))"
        case .element(let parent, let index): "\(parent)[\(index)]"
        }
    }
}
