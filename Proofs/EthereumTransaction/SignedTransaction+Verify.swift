import Encoding
import Quantities
public import Signatures

extension SignedTransaction {
    /// The gas that this costs before anything runs, at that fork.
    public func intrinsicGas(at fork: TransactionFork) -> UInt64 { IntrinsicGas.of(self, at: fork) }

    /// The sender, when the fork's rules allow the transaction on the chain.
    ///
    /// Only what the bytes themselves tell: balance, nonce order and the block's fees need the chain's state.
    /// - Throws: `EthereumTransactionError`, one of the cases of rules, or `.invalidSignature`.
    public func verify(rules: TransactionRules) throws(EthereumTransactionError) -> EthereumAddress {
        try kind.verify(at: rules.fork)
        try verifyChain(rules)
        guard nonce < .max else { throw .nonceExhausted }
        try verifyFees()
        try verifyGas(rules)
        try verifyBlobs(rules)
        if kind == .setCode, authorizations.isEmpty { throw .noAuthorizations }
        return try sender()
    }

    private func verifyChain(_ rules: TransactionRules) throws(EthereumTransactionError) {
        guard let chainID else { return }
        guard rules.fork >= .spuriousDragon else {
            throw .replayProtectionBeforeItsFork(since: .spuriousDragon, fork: rules.fork)
        }
        guard chainID == rules.chainID else { throw .wrongChain(expected: rules.chainID, got: chainID) }
    }

    private func verifyFees() throws(EthereumTransactionError) {
        if case .dynamic(let maxPriorityFee, let maxFee) = fees, maxPriorityFee > maxFee {
            throw .priorityFeeAboveMaximum(maximum: maxFee, got: maxPriorityFee)
        }
        guard !fees.maximum.multipliedReportingOverflow(by: UInt256(gasLimit)).overflow else { throw .gasCostOverflow }
    }

    private func verifyGas(_ rules: TransactionRules) throws(EthereumTransactionError) {
        if to == nil, rules.fork >= .shanghai, data.count > TransactionRules.maximumInitCode {
            throw .initCodeTooLong(maximum: TransactionRules.maximumInitCode, got: data.count)
        }
        let needed = max(intrinsicGas(at: rules.fork), IntrinsicGas.floor(of: self, at: rules.fork))
        guard gasLimit >= needed else { throw .intrinsicGasTooLow(expected: needed, got: gasLimit) }
    }

    private func verifyBlobs(_ rules: TransactionRules) throws(EthereumTransactionError) {
        guard kind == .blob else { return }
        guard !blobHashes.isEmpty else { throw .noBlobs }
        guard blobHashes.count <= rules.maximumBlobs else { throw .tooManyBlobs(maximum: rules.maximumBlobs, got: blobHashes.count) }
        for hash in blobHashes {
            let version = hash.withUnsafeBytes { $0[0] }
            guard version == TransactionRules.blobVersion else {
                throw .unsupportedBlobVersion(expected: TransactionRules.blobVersion, got: version)
            }
        }
    }
}
