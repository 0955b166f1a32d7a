"""Ethereum JSON-RPC spellings of py-evm's own objects.

Everything is taken from py-evm and nothing from eth-tester's answers: those rewrite header fields, and then
keccak(rlp(header)) is no longer the hash beside it.
"""

import rlp
from eth_utils import encode_hex, keccak, to_checksum_address

# JSON name -> py-evm attribute, in the order of the header's RLP. Fields after baseFeePerGas came with later forks.
HEADER_FIELDS = {
    "parentHash": "parent_hash",
    "sha3Uncles": "uncles_hash",
    "miner": "coinbase",
    "stateRoot": "state_root",
    "transactionsRoot": "transaction_root",
    "receiptsRoot": "receipt_root",
    "difficulty": "difficulty",
    "number": "block_number",
    "gasLimit": "gas_limit",
    "gasUsed": "gas_used",
    "timestamp": "timestamp",
    "extraData": "extra_data",
    "mixHash": "mix_hash",
    "nonce": "nonce",
    "baseFeePerGas": "base_fee_per_gas",
    "withdrawalsRoot": "withdrawals_root",
    "blobGasUsed": "blob_gas_used",
    "excessBlobGas": "excess_blob_gas",
    "parentBeaconBlockRoot": "parent_beacon_block_root",
    "requestsHash": "requests_hash",
}


def spell(value):
    """Bytes as 0x data, integers as 0x quantities."""
    if isinstance(value, (bytes, bytearray)):
        return encode_hex(value)
    return hex(value)


def bloom(value):
    return encode_hex(int(value).to_bytes(256, "big"))


def header(of):
    fields = {name: spell(getattr(of, attribute)) for name, attribute in HEADER_FIELDS.items() if hasattr(of, attribute)}
    return {**fields, "logsBloom": bloom(of.bloom), "hash": encode_hex(of.hash)}


def block(of, full):
    transactions = [transaction(of, index) if full else encode_hex(tx.hash) for index, tx in enumerate(of.transactions)]
    return {
        **header(of.header),
        "size": hex(len(rlp.encode(of))),
        "transactions": transactions,
        "uncles": [],
        "withdrawals": [],
    }


def transaction(of, index):
    tx = of.transactions[index]
    fields = {
        "blockHash": encode_hex(of.hash),
        "blockNumber": hex(of.number),
        "transactionIndex": hex(index),
        "hash": encode_hex(tx.hash),
        "type": hex(tx.type_id or 0),
        "from": to_checksum_address(tx.sender),
        "to": to_checksum_address(tx.to) if tx.to else None,
        "nonce": hex(tx.nonce),
        "gas": hex(tx.gas),
        "value": hex(tx.value),
        "input": encode_hex(tx.data),
        "r": hex(tx.r),
        "s": hex(tx.s),
    }
    if tx.type_id == 2:
        fields |= {
            "chainId": hex(tx.chain_id),
            "maxFeePerGas": hex(tx.max_fee_per_gas),
            "maxPriorityFeePerGas": hex(tx.max_priority_fee_per_gas),
            "gasPrice": hex(effective_gas_price(of, tx)),
            "accessList": [],
            "yParity": hex(tx.y_parity),
            "v": hex(tx.y_parity),
        }
    else:
        fields |= {"gasPrice": hex(tx.gas_price)}
    return fields


def effective_gas_price(of, tx):
    """EIP-1559: the base fee plus what is left for the tip."""
    if tx.type_id != 2:
        return tx.gas_price
    base = of.header.base_fee_per_gas
    return base + min(tx.max_priority_fee_per_gas, tx.max_fee_per_gas - base)


def receipts(of, found):
    """The receipts of a block in `eth_getBlockReceipts` spelling; `found` are py-evm's."""
    answers, gas_before, log_index = [], 0, 0
    for index, (tx, receipt) in enumerate(zip(of.transactions, found)):
        place = {
            "blockHash": encode_hex(of.hash),
            "blockNumber": hex(of.number),
            "transactionHash": encode_hex(tx.hash),
            "transactionIndex": hex(index),
        }
        logs = [log(entry, place, log_index + offset) for offset, entry in enumerate(receipt.logs)]
        answers.append({
            **place,
            "type": hex(tx.type_id or 0),
            "status": "0x1" if receipt.state_root == b"\x01" else "0x0",
            "from": to_checksum_address(tx.sender),
            "to": to_checksum_address(tx.to) if tx.to else None,
            "contractAddress": None if tx.to else created_address(tx.sender, tx.nonce),
            "gasUsed": hex(receipt.gas_used - gas_before),
            "cumulativeGasUsed": hex(receipt.gas_used),
            "effectiveGasPrice": hex(effective_gas_price(of, tx)),
            "logs": logs,
            "logsBloom": bloom(receipt.bloom),
        })
        gas_before = receipt.gas_used
        log_index += len(logs)
    return answers


def log(entry, place, index):
    return {
        **place,
        "address": to_checksum_address(entry.address),
        "topics": [encode_hex(int(topic).to_bytes(32, "big")) for topic in entry.topics],
        "data": encode_hex(entry.data),
        "logIndex": hex(index),
        "removed": False,
    }


def created_address(sender, nonce):
    return to_checksum_address(keccak(rlp.encode([sender, nonce]))[12:])
