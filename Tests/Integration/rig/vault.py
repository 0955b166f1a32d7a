"""Compiles, deploys and uses vault.vy."""

from pathlib import Path

import vyper
from eth_abi import encode
from eth_utils import decode_hex, function_signature_to_4byte_selector

ACTIONS = ("deposit", "withdraw", "borrow", "repay")


def creation_code():
    source = Path(__file__).with_name("vault.vy").read_text()
    return decode_hex(vyper.compile_code(source, output_formats=["bytecode"])["bytecode"])


def call_data(action, asset, amount):
    if action not in ACTIONS:
        raise ValueError(f"unknown vault action {action!r}, expected one of {', '.join(ACTIONS)}")
    selector = function_signature_to_4byte_selector(f"{action}(address,uint256)")
    return selector + encode(["address", "uint256"], [asset, amount])
