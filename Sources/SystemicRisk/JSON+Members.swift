import Encoding

extension JSON {
    /// An object of members made one after another; a later one of the same key replaces the earlier.
    static func object(of members: some Sequence<(String, JSON)>) -> JSON {
        var object = JSONObject()
        for (key, value) in members { object[key] = value }
        return .object(object)
    }
}
