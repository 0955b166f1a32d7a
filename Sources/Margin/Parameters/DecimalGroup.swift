import Encoding
import Quantities
import RiskModels

/// Named decimals of a parameter file, kept as they were written: a binary number would be printed with other digits than it was read from.
struct DecimalGroup: Hashable, Sendable {
    private let names: [String]
    private let values: [FixedPoint]

    /// - Parameter names: all of them must be there, and no other.
    init(_ node: JSONNode, _ names: [String]) throws(MarginError) {
        try node.allow(names)
        self.names = names
        values = try names.map { (name) throws(MarginError) in try node.member(name).fixedPoint() }
    }

    /// The one recorded conversion of a parameter to a binary number. Zero for a name that is none of the group's.
    func double(_ name: String) -> Double {
        names.firstIndex(of: name).map { AmountConversion.double(values[$0]) } ?? 0
    }

    var json: JSON {
        var object = JSONObject()
        for (name, value) in zip(names, values) { object[name] = .string("\(value)") }
        return .object(object)
    }
}
