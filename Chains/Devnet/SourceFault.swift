internal import Encoding

/// How one source of a development chain misbehaves. `dev_` methods answer truly whatever the fault.
public enum SourceFault: Hashable, Sendable {
    case none
    /// The source has stopped following the chain: it answers for ever as at the moment the fault came.
    case stall
    /// The source is this many blocks behind.
    case lag(UInt64)
    /// Every log shows an amount that is one too large; headers and blooms stay true.
    case lieLogs
    /// No log is shown, as though nothing had happened.
    case omitLogs
    /// Headers show another state root beside the true hash.
    case lieHeader
    /// `eth_call` answers one more than the books hold.
    case lieBalance
    /// Every call fails.
    case errors
    /// The answer is no JSON.
    case garbage
}

/// One source: its fault, and for a stalled one the chain as it saw it last.
struct Source: Sendable {
    let fault: SourceFault
    private let frozen: BlockTree?

    init() {
        fault = .none
        frozen = nil
    }

    init(fault: SourceFault, truth: BlockTree) {
        self.fault = fault
        frozen = fault == .stall ? truth : nil
    }

    /// The chain as the source sees it.
    func view(of truth: BlockTree) -> SourceView {
        SourceView(tree: frozen ?? truth, fault: fault)
    }
}

/// The chain as one source shows it. Everything that is read over JSON-RPC is read here.
struct SourceView: Sendable {
    let tree: BlockTree
    let fault: SourceFault
    let head: UInt64

    init(tree: BlockTree, fault: SourceFault) {
        self.tree = tree
        self.fault = fault
        head = tree.height.saturatingSubtraction(Self.lag(fault))
    }

    private static func lag(_ fault: SourceFault) -> UInt64 {
        if case .lag(let blocks) = fault { blocks } else { 0 }
    }

    /// A source that is behind has not seen the newest blocks become safe or finalized either.
    var finalized: UInt64 { tree.finality.finalized.saturatingSubtraction(tree.height - head) }
    var safe: UInt64 { tree.finality.safe.saturatingSubtraction(tree.height - head) }

    func height(of tag: BlockTag) -> UInt64 {
        switch tag {
        case .earliest: 0
        case .finalized: finalized
        case .safe: safe
        case .latest: head
        case .number(let height): height
        }
    }

    /// The block; nil when the source does not know it.
    func block(_ tag: BlockTag) -> DevelopmentBlock? {
        let height = height(of: tag)
        return height <= head ? tree.block(at: height) : nil
    }

    func block(_ hash: Digest) -> DevelopmentBlock? {
        guard let block = tree.block(hash), block.height <= head || !tree.isCanonical(hash) else { return nil }
        return block
    }
}
