"""Chance of people: how many of so many, and how many in a year, from one uniform number each.

Every number is found by inversion, so it rises with its chance under the same uniform number, and a change of a lever
moves only what it touches. Small counts are exact; large ones (variance above ``LARGE``) are normal with the terms of
Cornish and Fisher for skew and tail, rounded to whole people.
Sources: Cornish and Fisher, "Moments and cumulants in the specification of distributions" (1938); Wichura, "Algorithm
AS 241: the percentage points of the normal distribution" (1988), PPND7; Steele, Lea and Flood, "Fast splittable
pseudorandom number generators" (2014), SplitMix64 as a function of a counter.
"""

from __future__ import annotations

from math import ceil, exp, log, log1p, sqrt

import numpy as np

from wholetime.forecast.engine.supply.cells import Floats
from wholetime.kernel.compiled import compiled, inlined

LARGE = 8.0
"""Variance above which a count is approximated: the chance of so many or fewer is then right to within 0.0005."""

SHEPPARD = 1 / 12
"""What rounding to whole numbers adds to a variance."""

SMALL = 128
"""Fewer people than this are counted with whole powers; of more, few enough to be exact, by logarithms."""

SHARES = 1 / np.arange(1.0, SMALL + 5.0)
"""One part of 1, of 2, …: a product is quicker than a division. No exact count reaches 128, nor is it begun beyond."""

FADED = 1e-18
"""Chances below this add nothing to a sum near 1."""

GAMMA, FIRST, SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
UNIT = 2.0**-53


@inlined
def uniform(key: np.uint64, number: np.uint64) -> float:
    """The uniform number (0 to below 1) of a stream at a place: the same wherever and whenever it is asked for."""
    z = key + (number + np.uint64(1)) * GAMMA
    z = (z ^ (z >> np.uint64(30))) * FIRST
    z = (z ^ (z >> np.uint64(27))) * SECOND
    z = z ^ (z >> np.uint64(31))
    return float(z >> np.uint64(11)) * UNIT


@compiled
def normal(u: float) -> float:
    """The standard normal quantile of ``u``, right to about one part in ten million (AS 241, PPND7)."""
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        above = ((59.109374720 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179
        return q * above / (((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1.0)
    r = sqrt(-log(max(min(u, 1 - u), 1e-300)))
    if r <= 5:
        r -= 1.6
        found = (((0.17023821103 * r + 1.3067284816) * r + 2.7568153900) * r + 1.4234372777) / (
            (0.12021132975 * r + 0.73700164250) * r + 1.0
        )
    else:
        r -= 5
        found = (((0.017337203997 * r + 0.42868294337) * r + 3.0812263860) * r + 6.6579051150) / (
            (0.012258202635 * r + 0.24197894225) * r + 1.0
        )
    return -found if q < 0 else found


@compiled
def large(mean: float, variance: float, skew: float, tail: float, u: float) -> float:
    """The whole number at quantile ``u`` of a law with these moments; ``tail`` is its excess kurtosis."""
    z = normal(u)
    bent = z + skew * (z * z - 1) / 6 + tail * (z * z - 3) * z / 24 - skew * skew * (2 * z * z - 5) * z / 36
    return float(max(ceil(mean + sqrt(variance - SHEPPARD) * bent - 0.5), 0))


@compiled
def binomial(n: float, p: float, u: float) -> float:
    """How many of ``n`` people it happens to, each with the chance ``p``, at the quantile ``u``."""
    if n <= 0 or p <= 0:
        return 0.0
    if p >= 1:
        return n
    odds = p / (1 - p)
    return _happens(n, odds, u, _nobody(n, odds))


@compiled
def happening(
    n: Floats, odds: Floats, times: float, key: np.uint64, first: np.uint64, step: int, found: Floats
) -> None:
    """Writes into ``found`` [cell] to how many of ``n`` [cell] it happens, at odds (for ÷ against) of ``odds · times``.

    A cell's number in the stream ``key`` is ``first`` plus its place · ``step``. Two passes, so that the first, which
    has no branches, works on several cells at once.
    """
    for at in range(n.size):
        found[at] = _nobody(n[at], odds[at] * times)
    for at in range(n.size):
        u = uniform(key, first + np.uint64(at * step))
        found[at] = _happens(n[at], odds[at] * times, u, found[at]) if n[at] > 0 else 0.0


@inlined
def _nobody(n: float, odds: float) -> float:
    """The chance that it happens to none of ``n`` (fewer than ``SMALL``, or it is made anew), or to all where that is
    likelier: a whole power by its binary digits."""
    power = 1 / (1 + (odds if odds <= 1 else 1 / odds))
    digits, found = np.int32(n), 1.0
    for _ in range(7):
        odd = digits & 1
        found *= odd * power + (1 - odd)
        power *= power
        digits >>= 1
    return found


@inlined
def _happens(n: float, odds: float, u: float, nobody: float) -> float:
    if odds > 1:
        return n - _seldom(n, 1 / odds, 1 - u, nobody)
    return _seldom(n, odds, u, nobody)


@compiled
def _seldom(n: float, odds: float, u: float, nobody: float) -> float:
    if n * odds > LARGE * (1 + odds) * (1 + odds):
        p, q = odds / (1 + odds), 1 / (1 + odds)
        variance = n * p * q
        return min(large(n * p, variance, (q - p) / sqrt(variance), (1 - 6 * p * q) / variance, u), n)
    return _searched(n, odds, u, nobody if n < SMALL else exp(-n * log1p(odds)))


@inlined
def _searched(n: float, odds: float, u: float, nobody: float) -> float:
    """Up from nobody until the chances add up to ``u``, four at a time: counting on is quicker than a wrong guess."""
    if u <= nobody:
        return 0.0
    count, below, chance, steps = 0, nobody, nobody, 4
    while steps == 4:
        one = chance * (odds * (n - count) * SHARES[count])
        two = one * (odds * (n - count - 1) * SHARES[count + 1])
        three = two * (odds * (n - count - 2) * SHARES[count + 2])
        steps = int((u > below) & (chance > FADED)) + int((u > below + one) & (one > FADED))
        steps += int((u > below + one + two) & (two > FADED))
        below += one + two + three
        steps += int((u > below) & (three > FADED))
        chance = three * (odds * (n - count - 3) * SHARES[count + 3])
        below += chance
        count += steps
    return min(float(count), n)


@compiled
def poisson(mean: float, u: float) -> float:
    """How many arrive in a year when ``mean`` do on average, at the quantile ``u``."""
    if mean > LARGE:
        return large(mean, mean, 1 / sqrt(mean), 1 / mean, u)
    chance = exp(-mean)
    count, below = 0, chance
    while u > below and chance > FADED:
        chance *= mean * SHARES[count]
        count += 1
        below += chance
    return float(count)


@compiled
def binomials(n: Floats, p: Floats, u: Floats) -> Floats:
    """``binomial`` of each of three flat arrays of one length."""
    found = np.empty(n.size)
    for at in range(n.size):
        found[at] = binomial(n[at], p[at], u[at])
    return found


@compiled
def poissons(mean: Floats, u: Floats) -> Floats:
    """``poisson`` of each of two flat arrays of one length."""
    found = np.empty(mean.size)
    for at in range(mean.size):
        found[at] = poisson(mean[at], u[at])
    return found
