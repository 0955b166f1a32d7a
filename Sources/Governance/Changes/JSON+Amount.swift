import Encoding
import Quantities

extension JSON {
    /// The number, whether written as a number or, as rates are, as a string; nil for anything else.
    var amount: FixedPoint? {
        switch self {
        case .number(let text), .string(let text): FixedPoint(text)
        default: nil
        }
    }

    static func object(entries: [(key: String, value: JSON)]) -> JSON {
        var object = JSONObject()
        for (key, value) in entries { object[key] = value }
        return .object(object)
    }
}
