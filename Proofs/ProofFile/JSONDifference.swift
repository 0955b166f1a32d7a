package import Encoding

/// Where two JSON values first differ, in the order of the expected one.
package struct JSONDifference {
    package let path: JSONPath
    package let expected: String
    package let got: String

    /// nil when they are equal.
    package init?(expected: JSON, got: JSON, path: JSONPath) {
        switch (expected, got) {
        case (.object(let left), .object(let right)):
            for member in left.members {
                let inner = JSONPath.member(path, member.key)
                guard let value = right[member.key] else {
                    self.init(inner, member.value, nil)
                    return
                }
                if let difference = JSONDifference(expected: member.value, got: value, path: inner) {
                    self = difference
                    return
                }
            }
        case (.array(let left), .array(let right)) where left.count == right.count:
            for (index, pair) in zip(left, right).enumerated() {
                if let difference = JSONDifference(expected: pair.0, got: pair.1, path: .element(path, index)) {
                    self = difference
                    return
                }
            }
        default: break
        }
        guard expected != got else { return nil }
        self.init(path, expected, got)
    }

    private init(_ path: JSONPath, _ expected: JSON, _ got: JSON?) {
        self.path = path
        self.expected = Self.shortened(expected.printed())
        self.got = got.map { Self.shortened($0.printed()) } ?? "nothing"
    }

    private static func shortened(_ text: String) -> String {
        text.count > 120 ? text.prefix(117) + "..." : text
    }
}
