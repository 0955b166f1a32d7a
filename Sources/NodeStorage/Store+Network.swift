public import CollateralState
import Encoding

extension Store {
    /// Makes the database one of this network, if it is of none yet.
    ///
    /// - Throws: `foreignNetwork` when it is of another; nothing is changed then.
    public func bind(to network: NetworkName) throws(NodeStorageError) {
        try verify(network)
        try write { (connection) throws(NodeStorageError) in
            try connection.run("UPDATE node SET network = ? WHERE network IS NULL", .text(network.description))
        }
    }

    /// - Throws: `foreignNetwork` when the database is of another network.
    public func verify(_ network: NetworkName) throws(NodeStorageError) {
        let bound = try read { (connection) throws(NodeStorageError) in
            try connection.first("SELECT network FROM node WHERE network IS NOT NULL") { (row) throws(NodeStorageError) in try row.text(0) }
        }
        if let bound, bound != network.description { throw .foreignNetwork(file: file, expected: network, got: bound) }
    }
}
