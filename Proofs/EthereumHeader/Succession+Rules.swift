public import Encoding
public import Quantities
import Signatures

extension SealedHeader {
    /// Verifies everything about this block that its parent and the rules of the chain decide without running it: number, parent hash,
    /// time, fork fields, gas limit, gas used, base fee, blob gas, and since the merge the constants of what proof of work left.
    ///
    /// - Throws: the first of those that is broken, each its own case.
    public func verifyFollows(_ parent: SealedHeader, rules: BlockRules) throws(EthereumHeaderError) {
        try verifyFollows(parent, time: rules.time)
        try verifyForkFields(after: parent)
        try verifyGas(after: parent)
        try verifyBaseFee(after: parent)
        try verifyProofOfWorkFields()
        if let blobs = rules.blobs { try verifyBlobGas(after: parent, blobs) }
    }

    private func verifyForkFields(after parent: SealedHeader) throws(EthereumHeaderError) {
        guard header.fork.fieldCount >= parent.header.fork.fieldCount else {
            throw .forkStepsBack(height: header.number, parent: parent.header.fork, got: header.fork)
        }
    }

    private func verifyGas(after parent: SealedHeader) throws(EthereumHeaderError) {
        let limit = header.gasLimit
        guard limit <= BlockRules.maximumGasLimit else {
            throw .gasLimitTooBig(height: header.number, maximum: BlockRules.maximumGasLimit, got: limit)
        }
        let before = header.parentGasLimit(parent.header)
        let step = before / BlockRules.gasLimitDivisor
        let difference = limit > before ? limit - before : before - limit
        guard difference < step, limit >= BlockRules.minimumGasLimit else {
            throw .gasLimitOutOfStep(height: header.number, parent: before, got: limit)
        }
        guard header.gasUsed <= limit else { throw .gasUsedAboveLimit(height: header.number, limit: limit, got: header.gasUsed) }
    }

    private func verifyBaseFee(after parent: SealedHeader) throws(EthereumHeaderError) {
        guard let london = header.london else { return }
        let expected = try parent.header.nextBaseFee()
        guard london.baseFeePerGas == expected else {
            throw .wrongBaseFee(height: header.number, expected: expected, got: london.baseFeePerGas)
        }
    }

    /// EIP-3675. A header with a withdrawals root (EIP-4895) is surely later than the merge; before that nothing in it says so.
    private func verifyProofOfWorkFields() throws(EthereumHeaderError) {
        guard header.london?.shanghai != nil else { return }
        guard header.difficulty.isZero else { throw .notConstantSinceMerge(height: header.number, field: "difficulty") }
        guard header.nonce == 0 else { throw .notConstantSinceMerge(height: header.number, field: "nonce") }
        guard header.unclesHash == BlockHeader.emptyUnclesHash else {
            throw .notConstantSinceMerge(height: header.number, field: "sha3Uncles")
        }
    }

    private func verifyBlobGas(after parent: SealedHeader, _ blobs: BlobSchedule) throws(EthereumHeaderError) {
        guard let cancun = header.london?.shanghai?.cancun else { return }
        guard cancun.blobGasUsed <= blobs.maximumGas, cancun.blobGasUsed.isMultiple(of: BlobSchedule.gasPerBlob) else {
            throw .wrongBlobGasUsed(height: header.number, maximum: blobs.maximumGas, got: cancun.blobGasUsed)
        }
        let before = parent.header.london?.shanghai?.cancun
        let (sum, overflow) = (before?.excessBlobGas ?? 0).addingReportingOverflow(before?.blobGasUsed ?? 0)
        let expected = overflow ? .max : sum - min(sum, blobs.targetGas)
        guard cancun.excessBlobGas == expected else {
            throw .wrongExcessBlobGas(height: header.number, expected: expected, got: cancun.excessBlobGas)
        }
    }
}

extension BlockHeader {
    public static let emptyUnclesHash = unclesHash(of: [])

    /// What a header's `unclesHash` must be.
    public static func unclesHash(of uncles: [BlockHeader]) -> Digest {
        Keccak256.hash(RLP.encode(.list(uncles.map(\.rlpItem))))
    }

    /// What this block's gas limit is compared with: at London's first block the limit doubles, so that the target stays (EIP-1559).
    func parentGasLimit(_ parent: BlockHeader) -> UInt64 {
        guard london != nil, parent.london == nil else { return parent.gasLimit }
        let (doubled, overflow) = parent.gasLimit.multipliedReportingOverflow(by: BlockRules.elasticity)
        return overflow ? .max : doubled
    }

    /// The base fee of the block after this one, wei (EIP-1559).
    ///
    /// - Throws: `quantity` when a product passes 256 bits.
    public func nextBaseFee() throws(EthereumHeaderError) -> UInt256 {
        guard let london else { return UInt256(BlockRules.initialBaseFee) }
        do {
            return try Self.nextBaseFee(after: london.baseFeePerGas, gasUsed: gasUsed, target: gasLimit / BlockRules.elasticity)
        } catch {
            throw .quantity(field: "baseFeePerGas", error)
        }
    }

    private static func nextBaseFee(after fee: UInt256, gasUsed: UInt64, target: UInt64) throws(QuantityError) -> UInt256 {
        guard gasUsed != target else { return fee }
        let distance = gasUsed > target ? gasUsed - target : target - gasUsed
        let share = try fee.multiplied(by: UInt256(distance)).quotientAndRemainder(dividingBy: UInt256(target)).quotient
        let step = try share.quotientAndRemainder(dividingBy: UInt256(BlockRules.baseFeeDenominator)).quotient
        return gasUsed > target ? try fee.adding(max(step, .one)) : try fee.subtracting(step)
    }
}
