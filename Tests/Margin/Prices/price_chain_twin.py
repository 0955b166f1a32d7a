#!/usr/bin/env python3
"""Signs nothing, trusts nothing: computes the chain of price records of PriceSuccessionTests.sameBits from Proofs/FORMAT.md, section 12, alone,
and prints the digest of the last record and the constant it must be. No part of the Swift sources was used."""
import hashlib
import math
import os
import re
import struct
from fractions import Fraction

ONE = 10**18
DELAY, DELAY_GROWTH, STABLE_GROWTH, LONGEST = 86_400_000, ONE // 100, 108 * ONE // 100, 600_000
HALF_LIFE, RESTART = 950_400_000, 259_200_000
HOUR, YEAR = 3_600_000, 31_536_000_000.0
MASK = (1 << 64) - 1


def times(a, b):
    return a * b // ONE


def share(a, b):
    return a * ONE // b


def split_mix(state):
    """SplitMix64 (Steele, Lea, Flood 2014)."""
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        mixed = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
        yield mixed ^ (mixed >> 31)


def held(target, centre, limit):
    reach = times(centre, limit)
    return min(max(target, centre - reach), centre + reach)


def smoothed(before, price, elapsed):
    old, stable, slow, volatility = before
    step = min(elapsed, LONGEST)
    move = (price - slow) * min(ONE, share(step, DELAY))
    average = slow + (abs(move) // ONE) * (1 if move >= 0 else -1)
    slow = held(average, slow, times(DELAY_GROWTH, share(step, HOUR)))
    agreement = share(min(stable, slow), max(stable, slow))
    limit = times(times(times(STABLE_GROWTH, share(step, HOUR)), agreement), agreement)
    stable = held(price, stable, limit)
    decay = math.exp(-0.6931471805599453 * float(elapsed) / float(HALF_LIFE))
    log = math.log((float(price) / 1e18) / (float(old) / 1e18))
    known = float(volatility) / 1e18
    variance = decay * known * known + (1 - decay) * (log * log * (YEAR / float(elapsed)))
    exact = Fraction(math.sqrt(variance)) * ONE
    return price, stable, slow, -((-exact.numerator) // exact.denominator)


def number(value):
    return struct.pack(">QQ", (value >> 64) & MASK, value & MASK)


def text(value):
    return struct.pack(">H", len(value)) + value.encode()


def digest(count, previous, published, prices):
    out = b"\x02" + text("test") + text("USD") + struct.pack(">Q", count) + previous + struct.pack(">Q", published)
    out += struct.pack(">Q", DELAY) + number(DELAY_GROWTH) + number(STABLE_GROWTH) + struct.pack(">QQQ", LONGEST, HALF_LIFE, RESTART)
    out += struct.pack(">I", len(prices))
    for asset, (decimals, (price, stable, slow, volatility), confidence, seen) in sorted(prices.items()):
        out += text(asset) + bytes([decimals])
        out += b"".join(map(number, [price, confidence, stable, slow, volatility])) + struct.pack(">Q", seen) + b"\0"
    return hashlib.sha256(b"plimsoll/prices/v2\0" + out + struct.pack(">I", 0)).digest()


def main():
    ether, dollar = "eip155:1/slip44:60", "eip155:1/erc20:usd"
    prices = {
        ether: (18, (3_000 * ONE, 3_000 * ONE, 3_000 * ONE, 6 * ONE // 10), ONE, 1_000_000),
        dollar: (6, (ONE, ONE, ONE, 0), 0, 990_000),
    }
    now, price = 1_000_000, 3_000 * ONE
    last = digest(1, bytes(32), now, prices)
    random = split_mix(4)
    for count in range(2, 102):
        now += 1_000 + next(random) % 7_200_000
        price = price // 1_000 * (970 + next(random) % 61)
        _, before, _, seen = prices[ether]
        prices[ether] = (18, smoothed(before, price, now - seen), 0, now)
        if dollar in prices and now - prices[dollar][3] > RESTART:
            del prices[dollar]
        last = digest(count, last, now, prices)
    tests = open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "PriceSuccessionTests.swift")).read()
    expected = re.search(r'lastDigest = "([0-9a-f]{64})"', tests).group(1)
    print(last.hex(), "as the tests have it" if last.hex() == expected else f"but the tests have {expected}")
    return 0 if last.hex() == expected else 1


if __name__ == "__main__":
    raise SystemExit(main())
