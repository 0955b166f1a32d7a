#!/usr/bin/env python3
"""Verifies state tree proofs by the ICS-23 specification alone (SmtSpec), with nothing but Python's standard library.

usage: verify_smt_proof.py FILE

FILE is a JSON list of {"root": hex, "key": hex, "value": hex or null, "proof": hex}; null claims that the key is absent.
Every proof must verify, and must fail after each of the mutations below. Exit code 0 when both hold, 1 when not, 64 for usage.
"""
import hashlib
import json
import sys


class Refused(Exception):
    pass


def sha256(data):
    return hashlib.sha256(data).digest()


def require(condition, reason):
    if not condition:
        raise Refused(reason)


# Protobuf, as far as proofs need it: varints and length-delimited fields.

def varint(data, at):
    value = shift = 0
    while True:
        require(at < len(data), "varint ends too early")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
        require(shift < 64, "varint too long")


def fields(data):
    at = 0
    while at < len(data):
        tag, at = varint(data, at)
        if tag & 7 == 0:
            value, at = varint(data, at)
        else:
            require(tag & 7 == 2, "unexpected wire type")
            size, at = varint(data, at)
            require(at + size <= len(data), "field ends too early")
            value, at = data[at:at + size], at + size
        yield tag >> 3, value


def message(data, names, repeated=()):
    result = {name: [] for name in repeated}
    for number, value in fields(data):
        require(number in names, "unknown field")
        name = names[number]
        if name in repeated:
            result[name].append(value)
        else:
            require(name not in result, "field twice")
            result[name] = value
    return result


def parse_existence(data):
    proof = message(data, {1: "key", 2: "value", 3: "leaf", 4: "path"}, repeated=("path",))
    require("leaf" in proof, "no leaf")
    proof["leaf"] = message(proof["leaf"], {1: "hash", 2: "prehash_key", 3: "prehash_value", 4: "length", 5: "prefix"})
    proof["path"] = [message(step, {1: "hash", 2: "prefix", 3: "suffix"}) for step in proof["path"]]
    return proof


def parse(data):
    outer = message(data, {1: "exist", 2: "nonexist"})
    require(len(outer) == 1, "exactly one kind of proof")
    if "exist" in outer:
        return {"exist": parse_existence(outer["exist"])}
    inner = message(outer["nonexist"], {1: "key", 2: "left", 3: "right"})
    for side in ("left", "right"):
        if side in inner:
            inner[side] = parse_existence(inner[side])
    return {"nonexist": inner}


# SmtSpec: SHA-256 everywhere, key and value hashed first, leaf prefix 0x00, inner prefix 0x01, children of 32 bytes,
# empty child of 32 zero bytes, at most 256 levels, keys ordered by their hash.

EMPTY = bytes(32)
LEAF = {"hash": 1, "prehash_key": 1, "prehash_value": 1, "prefix": b"\x00"}


def verify_existence(proof, root, key, value):
    require(proof["leaf"] == LEAF, "leaf operation")
    require(proof.get("key") == key and len(key) > 0, "key")
    require(proof.get("value") == value and len(value) > 0, "value")
    require(len(proof["path"]) <= 256, "depth")
    digest = sha256(b"\x00" + sha256(key) + sha256(value))
    for step in proof["path"]:
        prefix, suffix = step.get("prefix", b""), step.get("suffix", b"")
        require(step.get("hash") == 1, "inner hash")
        require(prefix[:1] == b"\x01", "inner prefix")
        require((len(prefix), len(suffix)) in ((1, 32), (33, 0)), "inner sizes")
        digest = sha256(prefix + digest + suffix)
    require(digest == root, "root")


def is_left_child(step):
    return len(step["prefix"]) == 1


def nothing_left(step):
    return is_left_child(step) or step["prefix"][1:] == EMPTY


def nothing_right(step):
    return not is_left_child(step) or step["suffix"] == EMPTY


def verify_absence(proof, root, key):
    left, right = proof.get("left"), proof.get("right")
    require(left or right, "no neighbour")
    for neighbour in (left, right):
        if neighbour:
            verify_existence(neighbour, root, neighbour.get("key", b""), neighbour.get("value", b""))
    place = sha256(key)
    require(not left or sha256(left["key"]) < place, "left neighbour not below")
    require(not right or place < sha256(right["key"]), "right neighbour not above")
    if not left:
        require(all(nothing_left(step) for step in right["path"]), "not leftmost")
    elif not right:
        require(all(nothing_right(step) for step in left["path"]), "not rightmost")
    else:
        lower, upper = list(left["path"]), list(right["path"])
        while lower and upper and lower[-1] == upper[-1]:
            lower.pop()
            upper.pop()
        require(lower and upper, "no fork")
        require(is_left_child(lower[-1]) and not is_left_child(upper[-1]), "fork")
        require(all(nothing_right(step) for step in lower[:-1]), "leaves between")
        require(all(nothing_left(step) for step in upper[:-1]), "leaves between")


def verify(root, key, value, proof):
    if value is None:
        require("nonexist" in proof, "kind")
        verify_absence(proof["nonexist"], root, key)
    else:
        require("exist" in proof, "kind")
        verify_existence(proof["exist"], root, key, value)


# Mutations: each gives another claim or another proof, and must fail.

def flipped(data, at=-1):
    return data[:at % len(data)] + bytes([data[at] ^ 1]) + data[at % len(data) + 1:]


def existence_mutations(proof):
    yield "key of a leaf", {**proof, "key": flipped(proof["key"])}
    yield "value of a leaf", {**proof, "value": flipped(proof["value"])}
    yield "leaf without value hash", {**proof, "leaf": {**LEAF, "prehash_value": 0}}
    yield "longer leaf prefix", {**proof, "leaf": {**LEAF, "prefix": b"\x00\x00"}}
    for index, step in enumerate(proof["path"]):
        def changed(**parts):
            return {**proof, "path": proof["path"][:index] + [{**step, **parts}] + proof["path"][index + 1:]}
        name = "suffix" if is_left_child(step) else "prefix"
        yield "sibling %d" % index, changed(**{name: flipped(step[name])})
        yield "inner as leaf %d" % index, changed(prefix=b"\x00" + step["prefix"][1:])
        yield "step left out %d" % index, {**proof, "path": proof["path"][:index] + proof["path"][index + 1:]}
        if is_left_child(step):
            yield "sides swapped %d" % index, changed(prefix=b"\x01" + step["suffix"], suffix=b"")
        else:
            yield "sides swapped %d" % index, changed(prefix=b"\x01", suffix=step["prefix"][1:])
    yield "empty step added", {**proof, "path": proof["path"] + [{"hash": 1, "prefix": b"\x01", "suffix": EMPTY}]}


def mutations(root, key, value, proof):
    yield "root", (flipped(root), key, value, proof)
    if value is not None:
        yield "other key", (root, flipped(key), value, proof)
        yield "other value", (root, key, value + b"\x00", proof)
        yield "asked as absence", (root, key, None, proof)
        for name, changed in existence_mutations(proof["exist"]):
            yield name, (root, key, value, {"exist": changed})
        return
    absence = proof["nonexist"]
    yield "asked as presence", (root, key, b"\x01", proof)
    sides = [side for side in ("left", "right") if side in absence]
    for side in sides:
        yield "a neighbour as the absent key", (root, absence[side]["key"], None, proof)
        yield "a neighbour left out", (root, key, None, {"nonexist": {k: v for k, v in absence.items() if k != side}})
        for name, changed in existence_mutations(absence[side]):
            yield "%s: %s" % (side, name), (root, key, None, {"nonexist": {**absence, side: changed}})
    swapped = {{"left": "right", "right": "left"}.get(k, k): v for k, v in absence.items()}
    yield "neighbours swapped", (root, key, None, {"nonexist": swapped})


def holds(claim):
    try:
        verify(*claim)
        return True
    except Refused:
        return False


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 64
    with open(arguments[1]) as file:
        entries = json.load(file)
    failures = mutated = present = 0
    for number, entry in enumerate(entries):
        value = None if entry["value"] is None else bytes.fromhex(entry["value"])
        present += value is not None
        try:
            proof = parse(bytes.fromhex(entry["proof"]))
            claim = (bytes.fromhex(entry["root"]), bytes.fromhex(entry["key"]), value, proof)
            verify(*claim)
        except Refused as reason:
            print("entry %d: refused: %s" % (number, reason))
            failures += 1
            continue
        for name, changed in mutations(*claim):
            mutated += 1
            if holds(changed):
                print("entry %d: accepted after mutation: %s" % (number, name))
                failures += 1
    print("%d proofs (%d of presence, %d of absence), %d mutations, %d failures"
          % (len(entries), present, len(entries) - present, mutated, failures))
    return 1 if failures or not entries else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
