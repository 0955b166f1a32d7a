#!/bin/sh
# Creates the Python environment of the EVM rig once; later runs see the stamp and return at once.
# Usage: setup.sh [DIRECTORY]   default: $PLIMSOLL_EVM_VENV, else <package>/.build/evm-venv
set -eu

rig=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
venv=${1:-${PLIMSOLL_EVM_VENV:-$rig/../../../.build/evm-venv}}
stamp=$venv/requirements.installed

if [ -f "$stamp" ] && cmp -s "$rig/requirements.txt" "$stamp"; then
    exit 0
fi

python=${PLIMSOLL_PYTHON:-python3}
if ! command -v "$python" >/dev/null 2>&1; then
    echo "setup.sh: no $python here; install Python 3.10 or later (or set PLIMSOLL_PYTHON)" >&2
    exit 1
fi

echo "setup.sh: creating the EVM rig in $venv (once)" >&2
mkdir -p "$(dirname -- "$venv")"
"$python" -m venv --clear "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$rig/requirements.txt"
"$venv/bin/python" -m compileall -q "$venv/lib" >/dev/null 2>&1 || true
# Last, so that an interrupted run is not taken for a finished one.
cp "$rig/requirements.txt" "$stamp"
