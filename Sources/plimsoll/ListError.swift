import Node

/// What is wrong with a list that somebody wrote to have it signed, and at which entry of it.
struct ListError: Error, CustomStringConvertible {
    let file: String
    let entry: String?
    let error: any Error

    var description: String { "\(file): \(entry.map { "\($0): " } ?? "")\(error)" }

    static func naming<Value>(_ file: String, _ entry: String?, _ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as NodeError { throw error } catch let error as ListError { throw error } catch {
            throw ListError(file: file, entry: entry, error: error)
        }
    }
}
