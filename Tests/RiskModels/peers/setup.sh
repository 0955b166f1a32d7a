#!/bin/sh
# Creates the Python environment of the independent libraries once; later runs see the stamp and return at once.
# Usage: setup.sh [DIRECTORY]   default: $PLIMSOLL_PEERS_VENV, else <package>/.build/peers-venv
set -eu

peers=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
venv=${1:-${PLIMSOLL_PEERS_VENV:-$peers/../../../.build/peers-venv}}
stamp=$venv/requirements.installed

if [ -f "$stamp" ] && cmp -s "$peers/requirements.txt" "$stamp"; then
    exit 0
fi

python=${PLIMSOLL_PYTHON:-python3}
if ! command -v "$python" >/dev/null 2>&1; then
    echo "setup.sh: no $python here; install Python 3.11 or later (or set PLIMSOLL_PYTHON)" >&2
    exit 1
fi

echo "setup.sh: installing the independent libraries in $venv (once)" >&2
mkdir -p "$(dirname -- "$venv")"
"$python" -m venv --clear "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$peers/requirements.txt"
"$venv/bin/python" -m compileall -q "$venv/lib" >/dev/null 2>&1 || true
# Last, so that an interrupted run is not taken for a finished one.
cp "$peers/requirements.txt" "$stamp"
