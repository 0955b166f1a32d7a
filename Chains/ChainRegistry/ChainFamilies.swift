public import ChainModel
import EVM

/// The chain families this program can read.
///
/// A new chain is a folder in Chains/, a line in the manifest and a line here.
public enum ChainFamilies {
    public static let all: [any ChainFamily] = [
        EVMFamily()
    ]

    /// - Parameter name: as configurations have it, for example `evm`.
    /// - Throws: `unknownFamily` with the names that are known.
    public static func family(named name: String) throws(ChainModelError) -> any ChainFamily {
        guard let family = all.first(where: { $0.name == name }) else {
            throw .unknownFamily(name: name, known: all.map(\.name))
        }
        return family
    }
}
