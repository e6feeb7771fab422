"""One person's local rules as one finite automaton: the state is all that the past means for the price of tomorrow.

Each rule is a small automaton over the days; their product, with states of equal future merged, is the network over
which lines are priced (the graphs of the rostering literature, built mechanically instead of by hand).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wholetime.roster.engine.arrays import FORBIDDEN, NO_LIMIT, Counter, Ints, Pattern, Rules, Run


@dataclass(frozen=True, eq=False, slots=True)
class Automaton:
    """States Q; on a day of kind K the symbol S leads from a state to ``next`` [K, Q, S] at ``price`` [K, Q, S].

    ``gain`` [G, K, Q, S] is what the step adds to each of G counters of groups; ``final`` [Q] the price of ending in a
    state, ``start`` [M] the state before the first day of each of M people, who differ in their past alone.
    """

    next: Ints
    price: Ints
    gain: Ints
    final: Ints
    start: Ints


def same_but_for_the_past(rules: Rules) -> object:
    """What people must share to share an automaton."""
    runs = [(one.symbols.tobytes(), one.least, one.most, one.under, one.over, one.open_end) for one in rules.runs]
    patterns = [(one.sets.tobytes(), one.ends.tobytes(), one.price) for one in rules.patterns]
    groups = [((one.weight > 0).tobytes(), one.group.tobytes()) for one in rules.counters if one.group is not None]
    return rules.succession.tobytes(), tuple(runs), tuple(patterns), tuple(groups)


def local_rules(members: Sequence[tuple[Rules, Ints]], horizon: int) -> tuple[Automaton, Ints]:
    """The automaton of successions, runs, patterns and groups, and the kind of each day.

    ``members`` are the rules, the same but for the past, and the history of each person who shares it.
    """
    rules, histories = members[0][0], [history for _, history in members]
    grouped = [counter for counter in rules.counters if counter.group is not None]
    days, kind_of = _kinds(rules.patterns, grouped, horizon)
    symbols, nowhere = len(rules.succession), np.zeros(len(members), dtype=np.int64)
    parts = [_succession(rules.succession, histories, len(days))]
    parts += [_run([each.runs[n] for each, _ in members], len(days)) for n in range(len(rules.runs))]
    parts += [_pattern(pattern, histories, [bool(pattern.ends[day]) for day in days]) for pattern in rules.patterns]
    parts += [_group(counter, days, symbols, nowhere) for counter in grouped]
    product = _merge_equal(parts[0])
    for part in parts[1:]:
        product = _merge_equal(_product(product, part))
    return product, kind_of


def _kinds(patterns: Sequence[Pattern], grouped: Sequence[Counter], horizon: int) -> tuple[list[int], Ints]:
    """One day of each kind, and the kind of each day: days are of one kind where all rules treat them alike."""
    marks = [np.zeros((horizon, 1), dtype=bool), *(pattern.ends[:, None] for pattern in patterns)]
    for counter in grouped:
        assert counter.group is not None
        first = np.diff(counter.group, prepend=-2) != 0
        marks += [(counter.group >= 0)[:, None], first[:, None], counter.weight > 0]
    _, first_days, kind_of = np.unique(np.hstack(marks), axis=0, return_index=True, return_inverse=True)
    return [int(day) for day in first_days], kind_of.reshape(-1).astype(np.int64)


def _plain(nexts: Ints, price: Ints, final: Ints, start: Ints, kinds: int) -> Automaton:
    """An automaton that treats all days alike, from [Q, S]."""
    shape = (kinds, *nexts.shape)
    none = np.zeros((0, *shape), dtype=np.int64)
    return Automaton(np.broadcast_to(nexts, shape), np.broadcast_to(price, shape), none, final, start)


def _succession(price: Ints, histories: Sequence[Ints], kinds: int) -> Automaton:
    """States: yesterday's symbol, and one more for an unknown one."""
    symbols = len(price)
    nexts = np.broadcast_to(np.arange(symbols), (symbols + 1, symbols))
    last = np.array([history[-1] if len(history) else -1 for history in histories])
    table = np.vstack([price, np.zeros((1, symbols), dtype=np.int64)])
    return _plain(nexts, table, np.zeros(symbols + 1, dtype=np.int64), np.where(last < 0, symbols, last), kinds)


def _run(runs: Sequence[Run], kinds: int) -> Automaton:
    """States: 0 outside, then the lengths 1 … cap; and the same again for a run of the start, which is never short."""
    run = runs[0]
    cap = max(run.least, run.most if run.most < NO_LIMIT else 1, 1)
    length = np.arange(cap + 1)
    short = run.under * np.maximum(run.least - length, 0) * (length > 0)
    inside, over = np.minimum(length + 1, cap), np.where(length >= run.most, run.over, 0)
    free = np.zeros_like(short)
    nexts = np.where(run.symbols, np.concatenate([inside, inside + cap + 1])[:, None], 0)
    price = np.where(run.symbols, np.tile(over, 2)[:, None], np.concatenate([short, free])[:, None])
    final = np.zeros(2 * (cap + 1), dtype=np.int64) if run.open_end else np.concatenate([short, free])
    start = np.array([min(one.before, cap) + (cap + 1 if one.open_start else 0) for one in runs])
    return _plain(nexts, price, final, start, kinds)


def _pattern(pattern: Pattern, histories: Sequence[Ints], ends: Sequence[bool]) -> Automaton:
    """States: the set of beginnings of the pattern that the last days match (as bits)."""
    length, symbols = pattern.sets.shape
    bits = [sum(1 << i for i in range(length) if pattern.sets[i, s]) for s in range(symbols)]
    full, whole = (1 << length) - 1, 1 << (length - 1)

    def step(state: int, symbol: int) -> int:
        return ((state << 1 | 1) & full) & bits[symbol]

    starts = []
    for history in histories:
        start = 0
        for symbol in history:
            start = step(start, int(symbol)) if symbol >= 0 else 0
        starts.append(start)
    order = sorted(set(starts))
    found = {state: number for number, state in enumerate(order)}
    for state in order:
        for symbol in range(symbols):
            if (reached := step(state, symbol)) not in found:
                found[reached] = len(order)
                order.append(reached)
    nexts = np.array([[found[step(state, s)] for s in range(symbols)] for state in order])
    hit = np.array([[bool(step(state, s) & whole) for s in range(symbols)] for state in order])
    price = np.stack([hit * (pattern.price if end else 0) for end in ends])
    none = np.zeros((0, *price.shape), dtype=np.int64)
    return Automaton(
        np.broadcast_to(nexts, price.shape),
        price,
        none,
        np.zeros(len(order), dtype=np.int64),
        np.array([found[one] for one in starts]),
    )


def _group(counter: Counter, days: Sequence[int], symbols: int, start: Ints) -> Automaton:
    """States: whether the group of days under way has been counted."""
    assert counter.group is not None
    nexts = np.zeros((len(days), 2, symbols), dtype=np.int64)
    gain = np.zeros((1, len(days), 2, symbols), dtype=np.int64)
    for kind, day in enumerate(days):
        if counter.group[day] < 0:
            continue
        first = day == 0 or counter.group[day - 1] != counter.group[day]
        for counted in (0, 1):
            before = bool(counted) and not first
            works = counter.weight[day] > 0
            nexts[kind, counted] = works | before
            gain[0, kind, counted] = works & (not before)
    return Automaton(nexts, np.zeros_like(nexts), gain, np.zeros(2, dtype=np.int64), start)


def _product(a: Automaton, b: Automaton) -> Automaton:
    """Both at once, over the pairs of states that can be reached."""
    width = len(b.final)
    reached = np.unique(a.start * width + b.start)
    frontier = reached
    while len(frontier):
        x, y = frontier // width, frontier % width
        price = a.price[:, x] + b.price[:, y]
        after = np.unique((a.next[:, x] * width + b.next[:, y])[price < FORBIDDEN])
        frontier = np.setdiff1d(after, reached, assume_unique=True)
        reached = np.union1d(reached, frontier)
    x, y = reached // width, reached % width
    price = np.minimum(a.price[:, x] + b.price[:, y], FORBIDDEN)
    allowed = price < FORBIDDEN
    nexts = np.where(allowed, np.searchsorted(reached, a.next[:, x] * width + b.next[:, y]), 0)
    gain = np.concatenate([a.gain[:, :, x], b.gain[:, :, y]]) * allowed
    start = np.searchsorted(reached, a.start * width + b.start)
    return Automaton(nexts, price, gain, np.minimum(a.final[x] + b.final[y], FORBIDDEN), start)


def _merge_equal(a: Automaton) -> Automaton:
    """The same automaton with states of equal future merged (Moore's partition refinement)."""
    states = len(a.final)
    allowed = a.price < FORBIDDEN
    price = np.where(allowed, a.price, FORBIDDEN)
    labels = np.concatenate([price[None], a.gain * allowed]).transpose(2, 0, 1, 3).reshape(states, -1)
    klass = _classes(np.hstack([a.final[:, None], labels]))
    while True:
        after = np.where(allowed, klass[a.next], -1).transpose(1, 0, 2).reshape(states, -1)
        refined = _classes(np.hstack([klass[:, None], after]))
        if refined.max() == klass.max():
            break
        klass = refined
    _, keep = np.unique(klass, return_index=True)
    nexts = np.where(allowed, klass[a.next], 0)[:, keep]
    return Automaton(nexts, price[:, keep], (a.gain * allowed)[:, :, keep], a.final[keep], klass[a.start])


def _classes(rows: Ints) -> Ints:
    return np.unique(rows, axis=0, return_inverse=True)[1].reshape(-1)
