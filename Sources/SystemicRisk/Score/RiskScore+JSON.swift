public import Encoding

extension RiskScore {
    public var json: JSON {
        let components = parts.map { part -> JSON in
            ["component": .string(part.component.rawValue), "level": .string("\(part.level)"), "weight": .string("\(part.weight)")]
        }
        return ["score": .string("\(score)"), "components": .array(components)]
    }
}
