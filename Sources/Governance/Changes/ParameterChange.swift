public import Encoding

/// One value that differs between two parameter sets, and which way it goes.
public struct ParameterChange: Hashable, Sendable {
    public enum Effect: String, Hashable, Sendable, CaseIterable {
        /// Some account may carry more than before, or nobody can tell: the full notice.
        case loosening
        /// Every account may carry the same or less.
        case tightening
        /// Nothing changes for anybody: a class that no asset had or has, a name.
        case neutral
    }

    /// In the words of the parameter file, for example `assets.eip155:1/slip44:60.haircut.initial`.
    public let path: String
    /// nil: it is not there before.
    public let before: String?
    /// nil: it is not there after.
    public let after: String?
    public let effect: Effect

    public static func == (left: Self, right: Self) -> Bool {
        left.path == right.path && left.before == right.before && left.after == right.after && left.effect == right.effect
    }
}

extension ParameterChange: CustomStringConvertible {
    public var description: String {
        switch (before, after) {
        case (let before?, let after?): "\(path): \(before) to \(after) (\(effect.rawValue))"
        case (nil, let after?): "\(path): \(after) is new (\(effect.rawValue))"
        case (let before?, nil): "\(path): \(before) goes (\(effect.rawValue))"
        case (nil, nil): "\(path): (\(effect.rawValue))"
        }
    }

    public var json: JSON {
        [
            "path": .string(path), "before": before.map { .string($0) } ?? .null, "after": after.map { .string($0) } ?? .null,
            "effect": .string(effect.rawValue),
        ]
    }
}
