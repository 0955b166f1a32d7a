"""A real EVM (eth-tester's accounts and mining over py-evm) with finality and real reorganisations."""

import time

from eth.exceptions import HeaderNotFound
from eth.vm.chain_context import ChainContext
from eth.vm.spoof import SpoofTransaction
from eth_tester import PyEVMBackend
from eth_utils import decode_hex, encode_hex, to_checksum_address
from hexbytes import HexBytes

MAX_FEE = 10 * 10**9
GAS_PER_TRANSACTION = 3_000_000


class ChainError(Exception):
    def __init__(self, message, code=-32000, data=None):
        super().__init__(message)
        self.code, self.data = code, data


class EVMChain:
    """One chain. The block `finality_lag` behind the head is finalized, the one `safe_lag` behind it is safe.

    Neither ever goes back on its own, only when a revert goes below it.
    """

    def __init__(self, chain_id, finality_lag, safe_lag):
        self.chain_id = chain_id
        self.backend = PyEVMBackend()
        self.automine = True
        self.lag = {"finalized": finality_lag, "safe": safe_lag}
        self.reached = {"finalized": 0, "safe": 0}
        self._name_chain()

    def _name_chain(self):
        # eth-tester fixes one id for every chain; two chains of one test need two.
        self.backend.chain.chain_id = self.chain_id
        self.backend.chain.chain_context = ChainContext(self.chain_id)

    @property
    def chain(self):
        return self.backend.chain

    @property
    def head(self):
        return self.chain.get_canonical_head().block_number

    # Mining.

    def set_clock(self):
        """Gives the pending block the wall clock, strictly after its parent."""
        parent = self.chain.get_canonical_head().timestamp
        self.chain.set_header_timestamp(max(parent + 1, int(time.time())))

    def mine(self, count=1):
        for _ in range(count):
            self.set_clock()
            self.backend.mine_blocks(1)
            self._advance_finality()

    def send(self, transaction):
        self.set_clock()
        filled = {"gas": GAS_PER_TRANSACTION, "max_fee_per_gas": MAX_FEE, "max_priority_fee_per_gas": 10**9, "value": 0, **transaction}
        if "nonce" not in filled:
            filled["nonce"] = self.chain.get_vm().state.get_nonce(filled["from"])
        found = self.backend.send_transaction(filled)
        if self.automine:
            self.mine()
        return encode_hex(found)

    # Finality.

    def set_finality_lag(self, finalized, safe):
        self.lag = {"finalized": finalized, "safe": safe}
        self._advance_finality()

    def _advance_finality(self):
        for tag, lag in self.lag.items():
            self.reached[tag] = max(self.reached[tag], self.head - lag)

    # Reorganisation.

    def snapshot(self):
        return encode_hex(self.chain.get_canonical_head().hash)

    def revert(self, snapshot):
        """Goes back to `snapshot`; the blocks above it are orphans, known by hash only."""
        self.backend.revert_to_snapshot(decode_hex(snapshot))
        self._name_chain()
        for tag, height in self.reached.items():
            self.reached[tag] = min(height, self.head)

    # Reading.

    def number(self, tag):
        if tag in ("latest", "pending"):
            return self.head
        if tag == "earliest":
            return 0
        if tag in self.reached:
            return self.reached[tag]
        return int(tag, 16)

    def block_at(self, tag):
        """The canonical block at a tag or number, or None above the head."""
        number = self.number(tag)
        # The number index keeps orphans above the head after a revert.
        return self.chain.get_canonical_block_by_number(number) if number <= self.head else None

    def block_of(self, block_hash):
        try:
            return self.chain.get_block_by_hash(decode_hex(block_hash))
        except HeaderNotFound:
            return None

    def block(self, tag_or_hash):
        is_hash = isinstance(tag_or_hash, str) and len(tag_or_hash) == 66
        return self.block_of(tag_or_hash) if is_hash else self.block_at(tag_or_hash)

    def receipts(self, block):
        return block.get_receipts(self.chain.chaindb)

    def find_transaction(self, transaction_hash):
        """The canonical block that holds the transaction and its place there, or None."""
        wanted = HexBytes(transaction_hash)
        for number in range(self.head, -1, -1):
            block = self.chain.get_canonical_block_by_number(number)
            for index, transaction in enumerate(block.transactions):
                if transaction.hash == wanted:
                    return block, index
        return None

    def call(self, to, data, sender, block):
        with self.chain.get_vm(at_header=block.header).in_costless_state() as state:
            unsigned = self.chain.create_unsigned_transaction(
                nonce=state.get_nonce(sender), gas_price=0, gas=GAS_PER_TRANSACTION, to=to, value=0, data=data)
            found = state.costless_execute_transaction(SpoofTransaction(unsigned, from_=sender))
        if found.is_error:
            raise ChainError("execution reverted", code=3, data=encode_hex(found.output))
        return encode_hex(found.output)

    def accounts(self):
        return [to_checksum_address(account) for account in self.backend.get_accounts()]

