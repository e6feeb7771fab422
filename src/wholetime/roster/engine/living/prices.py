"""What lines cost: many possible lines of one person at once, by the words of ``arrays``."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from wholetime.roster.engine.arrays import FORBIDDEN, Arrays, Counter, Cover, Flags, Ints, Pattern, Run


def line_prices(arrays: Arrays, person: int, lines: Ints) -> Ints:
    """[N]: the price of each of a person's lines [N, D], cover left out.

    Every hard breach adds ``FORBIDDEN`` or more: ``hard`` and ``soft`` take the two apart.
    """
    rules, past = arrays.rules[arrays.rules_of[person]], arrays.history[person]
    paid = arrays.price[person][np.arange(arrays.days), lines].sum(axis=1)
    paid += rules.succession[lines[:, :-1], lines[:, 1:]].sum(axis=1)
    if len(past) and past[-1] >= 0:
        paid += rules.succession[past[-1], lines[:, 0]]
    for parts in (
        (_run(run, lines) for run in rules.runs),
        (_pattern(pattern, past, lines) for pattern in rules.patterns),
        (_counter(counter, lines) for counter in rules.counters),
    ):
        paid += _sum(parts, len(lines))
    return paid


def cover_price(cover: Cover, lines: Ints) -> int:
    """What the team owes for too few and too many people on the lines [P, D] of everybody."""
    there = (cover.groups[cover.group] & (cover.symbol[:, None] == lines[:, cover.day].T)).sum(axis=1)
    values = np.bincount(cover.row, cover.weight * there, minlength=len(cover.least)).astype(np.int64)
    short, over = np.maximum(0, cover.least - values), np.maximum(0, values - cover.most)
    return int((short * cover.under + over * cover.over).sum())


def hard[Price: (int, Ints)](price: Price) -> Price:
    """How many units of hard rules a price holds."""
    return price // FORBIDDEN


def soft[Price: (int, Ints)](price: Price) -> Price:
    """The rest of a price: what may be paid."""
    return price % FORBIDDEN


def _sum(parts: Iterable[Ints], size: int) -> Ints:
    return sum(parts, np.zeros(size, dtype=np.int64))


def _run(run: Run, lines: Ints) -> Ints:
    """Day by day for all lines: how long the run is, and whether it goes back to the start."""
    paid, length = np.zeros(len(lines), dtype=np.int64), np.full(len(lines), run.before)
    from_start = np.full(len(lines), run.open_start)
    for on in run.symbols[lines].T:
        ended = ~on & (length > 0) & ~from_start
        paid += np.where(ended, np.maximum(0, run.least - length), 0) * run.under
        length = np.where(on, length + 1, 0)
        from_start &= on
        paid += (length > run.most) * run.over
    if not run.open_end:
        paid += np.where((length > 0) & ~from_start, np.maximum(0, run.least - length), 0) * run.under
    return paid


def _pattern(pattern: Pattern, past: Ints, lines: Ints) -> Ints:
    whole = np.concatenate([np.broadcast_to(past, (len(lines), len(past))), lines], axis=1)
    size, days = len(pattern.sets), lines.shape[1]
    first = max(0, size - 1 - len(past))  # the first day on which a match may end
    matched = np.ones((len(lines), max(0, days - first)), dtype=bool)
    for at, names in enumerate(pattern.sets):
        start = len(past) + first - size + 1 + at
        matched &= _member(names, whole[:, start : start + matched.shape[1]])
    counted: Ints = (matched & pattern.ends[first:]).sum(axis=1)
    return counted * pattern.price


def _member(names: Flags, symbols: Ints) -> Flags:
    """Unknown days (−1) are members of nothing."""
    found: Flags = names[symbols] & (symbols >= 0)
    return found


def _counter(counter: Counter, lines: Ints) -> Ints:
    weights = counter.weight[np.arange(lines.shape[1]), lines]
    if counter.group is None:
        totals = counter.base + weights.sum(axis=1)
    else:
        groups = [counter.group == number for number in np.unique(counter.group[counter.group >= 0])]
        worked = ((weights[:, days] > 0).any(axis=1).astype(np.int64) for days in groups)
        totals = counter.base + _sum(worked, len(lines))
    short, over = np.maximum(0, counter.least - totals), np.maximum(0, totals - counter.most)
    priced: Ints = short * counter.under + over * counter.over
    return priced
