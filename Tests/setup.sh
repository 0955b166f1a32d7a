#!/bin/sh
# Creates both Python environments of the tests once: the real EVM, and the independent libraries of risk mathematics.
# Later runs see their stamps and return at once.
# Usage: setup.sh   into $PLIMSOLL_EVM_VENV and $PLIMSOLL_PEERS_VENV, else into .build of the package
set -eu

tests=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
build=$tests/../.build
python=${PLIMSOLL_PYTHON:-python3}

# environment FOLDER REQUIREMENTS
environment() {
    stamp=$1/requirements.installed
    if [ -f "$stamp" ] && cmp -s "$2" "$stamp"; then
        return
    fi
    if ! command -v "$python" >/dev/null 2>&1; then
        echo "setup.sh: no $python here; install Python 3.11 or later (or set PLIMSOLL_PYTHON)" >&2
        exit 1
    fi
    echo "setup.sh: creating $1 (once)" >&2
    mkdir -p "$(dirname -- "$1")"
    "$python" -m venv --clear "$1"
    "$1/bin/python" -m pip install --quiet --disable-pip-version-check -r "$2"
    "$1/bin/python" -m compileall -q "$1/lib" >/dev/null 2>&1 || true
    # Last, so that an interrupted run is not taken for a finished one.
    cp "$2" "$stamp"
}

environment "${PLIMSOLL_EVM_VENV:-$build/evm-venv}" "$tests/Integration/rig/requirements.txt"
environment "${PLIMSOLL_PEERS_VENV:-$build/peers-venv}" "$tests/RiskModels/peers/requirements.txt"
