"""HTTP JSON-RPC over a real EVM, for tests.

usage: evm_shim.py [--port 0] [--chain-id N] [--finality-lag N] [--safe-lag N]

Prints one line, `listening on http://127.0.0.1:PORT`, when it serves, and ends when its standard input is closed, so
that it never outlives the test that started it.
"""

import argparse
import json
import os
import sys
import threading

from eth_utils import decode_hex, to_canonical_address
from flask import Flask, Response, request
from werkzeug.serving import WSGIRequestHandler, make_server

import evm_json
import vault
from evm_chain import ChainError, EVMChain

MAX_BATCH = 256
INVALID_REQUEST, METHOD_NOT_FOUND, INVALID_PARAMS = -32600, -32601, -32602


class Shim:
    """The JSON-RPC methods. A public method named `eth_x` answers the call `eth_x`."""

    def __init__(self, chain):
        self.chain = chain

    # eth_: as a node answers.

    def eth_chainId(self):
        return hex(self.chain.chain_id)

    def net_version(self):
        return str(self.chain.chain_id)

    def eth_blockNumber(self):
        return hex(self.chain.head)

    def eth_accounts(self):
        return self.chain.accounts()

    def eth_getBlockByNumber(self, tag, full=False):
        block = self.chain.block_at(tag)
        return evm_json.block(block, full) if block else None

    def eth_getBlockByHash(self, block_hash, full=False):
        block = self.chain.block_of(block_hash)
        return evm_json.block(block, full) if block else None

    def eth_getBlockReceipts(self, tag_or_hash):
        block = self.chain.block(tag_or_hash)
        return evm_json.receipts(block, self.chain.receipts(block)) if block else None

    def eth_getTransactionReceipt(self, transaction_hash):
        found = self.chain.find_transaction(transaction_hash)
        if found is None:
            return None
        block, index = found
        return evm_json.receipts(block, self.chain.receipts(block))[index]

    def eth_getTransactionByHash(self, transaction_hash):
        found = self.chain.find_transaction(transaction_hash)
        return evm_json.transaction(*found) if found else None

    def eth_getLogs(self, wanted):
        return [
            log
            for block in self._blocks(wanted)
            for receipt in evm_json.receipts(block, self.chain.receipts(block))
            for log in receipt["logs"]
            if matches(log, wanted)
        ]

    def _blocks(self, wanted):
        if "blockHash" in wanted:
            if "fromBlock" in wanted or "toBlock" in wanted:
                raise ChainError("blockHash excludes fromBlock and toBlock", INVALID_PARAMS)
            block = self.chain.block_of(wanted["blockHash"])
            if block is None:
                raise ChainError("unknown block")
            return [block]
        first = self.chain.number(wanted.get("fromBlock", "latest"))
        last = self.chain.number(wanted.get("toBlock", "latest"))
        if last > self.chain.head:
            raise ChainError(f"block range extends beyond current head block {self.chain.head}", INVALID_PARAMS)
        return [self.chain.block_at(hex(number)) for number in range(first, last + 1)]

    def eth_call(self, call, at="latest"):
        if isinstance(at, dict):
            at = at.get("blockHash") or at["blockNumber"]
        block = self.chain.block(at)
        if block is None:
            raise ChainError("header not found")
        sender = to_canonical_address(call.get("from", "0x" + "00" * 20))
        data = decode_hex(call.get("input", call.get("data", "0x")))
        return self.chain.call(to_canonical_address(call["to"]), data, sender, block)

    def eth_sendTransaction(self, transaction):
        filled = {"from": to_canonical_address(transaction["from"]), "data": decode_hex(transaction.get("data", "0x"))}
        if transaction.get("to"):
            filled["to"] = to_canonical_address(transaction["to"])
        if "value" in transaction:
            filled["value"] = int(transaction["value"], 16)
        return self.chain.send(filled)

    # evm_: time and history.

    def evm_mine(self, count=1):
        self.chain.mine(integer(count))
        return hex(self.chain.head)

    def evm_setAutomine(self, on):
        self.chain.automine = bool(on)
        return True

    def evm_snapshot(self):
        return self.chain.snapshot()

    def evm_revert(self, snapshot):
        self.chain.revert(snapshot)
        return True

    def evm_accounts(self):
        return self.chain.accounts()

    def evm_setFinalityLag(self, finalized, safe=None):
        finalized = integer(finalized)
        self.chain.set_finality_lag(finalized, finalized // 2 if safe is None else integer(safe))
        return True

    # vault_: the contract of vault.vy. Accounts are indices into evm_accounts.

    def vault_deploy(self, account=0):
        sender = self._account(account)
        receipt = self.eth_getTransactionReceipt(self._mined({"from": sender, "data": vault.creation_code()}))
        return {"address": receipt["contractAddress"], "block": receipt["blockNumber"], "blockHash": receipt["blockHash"]}

    def vault_transact(self, contract, account, action, asset, amount):
        """Sends one call; a refused one is mined all the same, as a receipt of status 0. Answers its hash."""
        data = vault.call_data(action, asset, integer(amount))
        return self.chain.send({"from": self._account(account), "to": to_canonical_address(contract), "data": data})

    def _account(self, index):
        return to_canonical_address(self.chain.accounts()[integer(index)])

    def _mined(self, transaction):
        sent = self.chain.send(transaction)
        if not self.chain.automine:
            self.chain.mine()
        return sent


def integer(value):
    """An integer of a parameter: a JSON number, a decimal string or a 0x quantity."""
    return int(value, 0) if isinstance(value, str) else int(value)


def matches(log, wanted):
    addresses = wanted.get("address")
    if isinstance(addresses, str):
        addresses = [addresses]
    if addresses and log["address"].lower() not in {address.lower() for address in addresses}:
        return False
    topics = wanted.get("topics", [])
    if len(topics) > len(log["topics"]):
        return False
    return all(accepts(want, topic) for want, topic in zip(topics, log["topics"]))


def accepts(want, topic):
    """null accepts every topic, a list any of its members."""
    if want is None or want == []:
        return True
    return topic in ([want.lower()] if isinstance(want, str) else {one.lower() for one in want})


def answer_one(shim, call):
    if not isinstance(call, dict) or not isinstance(call.get("method"), str):
        return failure(None, INVALID_REQUEST, "not a JSON-RPC request")
    identifier, name, params = call.get("id"), call["method"], call.get("params", [])
    method = getattr(shim, name, None) if not name.startswith("_") else None
    if method is None:
        return failure(identifier, METHOD_NOT_FOUND, f"the method {name} does not exist")
    try:
        return {"jsonrpc": "2.0", "id": identifier, "result": method(*params)}
    except ChainError as error:
        return failure(identifier, error.code, str(error), error.data)
    except (TypeError, KeyError, IndexError, ValueError) as error:
        return failure(identifier, INVALID_PARAMS, f"{name}: {type(error).__name__}: {error}")
    except Exception as error:  # py-evm's own refusals
        return failure(identifier, -32000, f"{name}: {type(error).__name__}: {error}")


def failure(identifier, code, message, data=None):
    error = {"code": code, "message": message[:500]}
    if data is not None:
        error["data"] = data
    return {"jsonrpc": "2.0", "id": identifier, "error": error}


def answer(shim, body):
    if not isinstance(body, list):
        return answer_one(shim, body)
    if not 1 <= len(body) <= MAX_BATCH:
        return failure(None, INVALID_REQUEST, f"a batch holds 1 to {MAX_BATCH} requests, got {len(body)}")
    return [answer_one(shim, call) for call in body]


def make_app(shim):
    app = Flask(__name__)

    @app.post("/")
    def rpc():
        return Response(json.dumps(answer(shim, request.get_json(force=True))), mimetype="application/json")

    return app


class QuietHandler(WSGIRequestHandler):
    def log_request(self, *_):
        """A test asks thousands of times; only errors are worth a line."""


def end_with_standard_input():
    sys.stdin.buffer.read()
    os._exit(0)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--chain-id", type=int, default=1337)
    parser.add_argument("--finality-lag", type=int, default=0)
    parser.add_argument("--safe-lag", type=int)
    options = parser.parse_args()
    safe = options.finality_lag // 2 if options.safe_lag is None else options.safe_lag
    shim = Shim(EVMChain(options.chain_id, options.finality_lag, safe))
    # One thread: the EVM is not made for several.
    server = make_server("127.0.0.1", options.port, make_app(shim), threaded=False, request_handler=QuietHandler)
    print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
    threading.Thread(target=end_with_standard_input, daemon=True).start()
    server.serve_forever()


if __name__ == "__main__":
    main()
