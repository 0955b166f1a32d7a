internal import Encoding
internal import Quantities
internal import Signatures

/// Who has deposited and who owes how much, at every height of the canonical chain.
///
/// Each line of the books keeps its values with the heights at which they began. That answers `eth_call` at any block and undoes a
/// reorganisation by taking the newest values off.
struct VaultBooks: Sendable {
    enum Book: UInt8, Sendable { case balances = 0, debts = 1 }

    struct Line: Hashable, Sendable {
        let book: Book
        let account: EthereumAddress
        let asset: EthereumAddress
    }

    private struct Version: Sendable {
        let height: UInt64
        let value: UInt256
    }

    private var versions: [Line: [Version]] = [:]
    private var commitment = VaultCommitment()

    func value(of line: Line) -> UInt256 {
        versions[line]?.last?.value ?? .zero
    }

    /// The value after the block at `height`.
    func value(of line: Line, at height: UInt64) -> UInt256 {
        versions[line]?.last { $0.height <= height }?.value ?? .zero
    }

    mutating func commit(_ changes: PendingChanges, at height: UInt64) {
        for (line, value) in changes.values {
            versions[line, default: []].append(Version(height: height, value: value))
            commitment.set(line, to: value)
        }
    }

    /// Takes back what the blocks above `height` did to `lines`.
    mutating func undo(_ lines: Set<Line>, above height: UInt64) {
        for line in lines {
            versions[line]?.removeAll { $0.height > height }
            commitment.set(line, to: value(of: line))
        }
    }

    /// The state root of the books as they are: see `VaultCommitment`.
    mutating func root() -> Digest { commitment.root() }
}

extension VaultAction {
    /// The line of the books that the action changes.
    var line: VaultBooks.Line {
        let book: VaultBooks.Book =
            switch kind {
            case .deposit, .withdraw: .balances
            case .borrow, .repay: .debts
            }
        return VaultBooks.Line(book: book, account: account, asset: asset)
    }
}

/// What actions that are not mined yet make of the books.
struct PendingChanges: Sendable {
    private(set) var values: [VaultBooks.Line: UInt256] = [:]

    /// - Throws: `DevnetError.exceedsBooks` for a withdrawal of more than was deposited or a repayment of more than is owed,
    ///   `.overflow` when the sum leaves 256 bits. Nothing is changed then.
    mutating func apply(_ action: VaultAction, to books: VaultBooks) throws(DevnetError) {
        let current = values[action.line] ?? books.value(of: action.line)
        switch action.kind {
        case .deposit, .borrow:
            let (sum, overflow) = current.addingReportingOverflow(action.amount)
            guard !overflow else { throw .overflow(action) }
            values[action.line] = sum
        case .withdraw, .repay:
            let (rest, overflow) = current.subtractingReportingOverflow(action.amount)
            guard !overflow else { throw .exceedsBooks(action, available: current) }
            values[action.line] = rest
        }
    }
}
