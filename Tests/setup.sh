#!/bin/sh
# Creates both Python environments of the tests once: the real EVM and the independent libraries of risk mathematics.
# Usage: setup.sh
set -eu

tests=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
"$tests/Integration/rig/setup.sh"
"$tests/RiskModels/peers/setup.sh"
