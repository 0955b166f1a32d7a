public import NodeEngine

extension Store {
    /// Keeps all records in one transaction, durable on return.
    ///
    /// - Throws: the first record's error that cannot be kept; nothing of the call is in the database then.
    public func persist(_ records: [StoredRecord]) throws(NodeStorageError) {
        try persist(batches: [records])
    }

    /// Keeps several actions' records in one transaction, in their order: one wait for the disk instead of many.
    ///
    /// Records must not leave the node before this returns, of whichever batch they are.
    public func persist(batches: [[StoredRecord]]) throws(NodeStorageError) {
        try write { (connection) throws(NodeStorageError) in
            var writer = RecordWriter(connection: connection)
            for records in batches {
                for record in records { try writer.keep(record) }
            }
            try writer.finish()
        }
    }
}
