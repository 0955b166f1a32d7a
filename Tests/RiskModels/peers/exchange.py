"""One question in on standard input, one answer out on standard output, both JSON."""
import json
import sys


def answer(function):
    """Prints function(question). Numbers are printed so that they read back as the same doubles; NaN and infinity are refused."""
    json.dump(function(json.load(sys.stdin)), sys.stdout, allow_nan=False)
