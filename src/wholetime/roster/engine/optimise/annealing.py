"""Simulated annealing: blocks of days change, or are exchanged between two people, a million times a second.

It makes a fair roster of a large team long before column generation does, and gives it lines that fit together.
Source of the moves: Ceschia, Guido and Schaerf, "Solving the static INRC-II nurse rostering problem by simulated
annealing based on large neighborhoods" (2020).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from wholetime.kernel.compiled import compiled
from wholetime.roster.engine.arrays import DEAREST, Ints
from wholetime.roster.engine.optimise.relaxation import BARRED, SCALE
from wholetime.roster.engine.optimise.standing import Owed, cover, finals_of, graphs_of, klass_of, owed
from wholetime.roster.engine.optimise.team import Team

LONGEST = 14
"""Days that a move may take in."""

CHUNK = 250_000
"""Moves between two looks at the clock: a quarter of a second."""

WARM, COLD = 2 / 3, 1 / 30
"""The first and the last temperature, in prices of one person short. Warmer ends (1/6) cost 13 % on n030w4."""

EXCHANGES = 0.6
"""The share of moves that exchange a block between two people; the others give one person another block."""


class Everyone(NamedTuple):
    """All networks of a team laid end to end, so that one loop may ask any of them.

    ``kind`` [P, D]; ``nexts`` and ``price`` flat, those of a person from ``at`` [P] on, by kind, one of ``states`` [P]
    and symbol; ``gain`` flat, from ``gain_at`` [P, N] on (−1: the counter adds ``weight`` [P, N, D, S]); ``final`` flat
    from ``final_at`` [P] on; ``worth`` [P, N, V] the price of a counter's value up to ``cap``, then ``beyond`` [P, N] a
    unit. ``klass`` [P, S] numbers symbols that no local rule tells apart.
    """

    own: Ints
    kind: Ints
    nexts: Ints
    price: Ints
    at: Ints
    states: Ints
    start: Ints
    gain: Ints
    gain_at: Ints
    weight: Ints
    final: Ints
    final_at: Ints
    worth: Ints
    cap: Ints
    beyond: Ints
    klass: Ints


class Standing(NamedTuple):
    """A roster and what it amounts to: ``lines`` [P, D]; before each day ``state`` and ``paid`` [P, D + 1] and the
    counters' ``counts`` [P, D + 1, N]; each person's ``total`` [P]; the rows' ``values`` [R].
    """

    lines: Ints
    state: Ints
    paid: Ints
    counts: Ints
    total: Ints
    values: Ints


def annealed(team: Team, lines: Ints, moves: int, seed: int, stop: Callable[[], bool], *, warm: float = WARM) -> Ints:
    """The best roster [P, D] met in ``moves`` moves from a legal one, fewer if ``stop`` says so between some.

    ``warm`` is the first temperature, in prices of one person short.
    """
    people, rows = everyone(team), owed(team)
    at, best, unit = standing(team, people, lines), lines.copy(), _unit(team) * SCALE
    chunks = max(moves // CHUNK, 1)
    heat = np.geomspace(warm * unit, COLD * unit, chunks + 1)
    lowest = now = team.penalty(lines)
    for chunk in range(chunks):
        if stop():
            break
        met = at.lines.copy()
        gain = anneal(people, rows, at, heat[chunk], heat[chunk + 1], min(moves, CHUNK), seed + chunk, met)
        if now - gain / SCALE < lowest:
            best, lowest = met, team.penalty(met)
        now = int(at.total.sum()) // SCALE + int(team.rows.price(at.values).sum())
    return best


def _unit(team: Team) -> float:
    """What one person short costs, by the middle of the rows that may be short."""
    ordinary = team.rows.under[(team.rows.under > 0) & (team.rows.under < DEAREST)]
    return float(np.median(ordinary)) if len(ordinary) else 1.0


def everyone(team: Team) -> Everyone:
    """The networks of a team."""
    networks = [pricer.network for pricer in team.pricers]
    people, days, symbols = team.own.shape
    at, gains, nexts, price, gain = graphs_of(networks)
    most = max(len(network.counters.cap) for network in networks)
    values = max((int(network.counters.cap.max(initial=0)) + 1 for network in networks), default=1)
    gain_at, cap, beyond = (np.full((people, most), -1, dtype=np.int64) for _ in range(3))
    weight, worth = (
        np.zeros((people, most, days, symbols), dtype=np.int64),
        np.zeros((people, most, values), dtype=np.int64),
    )
    final, final_at = finals_of(networks)
    for person, network in enumerate(networks):
        counters, one = network.counters, network.graph.nexts.size
        for n in range(len(counters.cap)):
            gain_at[person, n] = gains[person] + counters.group[n] * one if counters.group[n] >= 0 else -1
            weight[person, n] = counters.weight[n]
            worth[person, n, : counters.cap[n] + 1] = counters.price[n, : counters.cap[n] + 1]
            cap[person, n], beyond[person, n] = counters.cap[n], counters.beyond[n]
    return Everyone(
        team.own, np.array([network.graph.kind for network in networks]), nexts, price, at,
        np.array([len(network.graph.final) for network in networks]),
        np.array([network.graph.start for network in networks]), gain,
        gain_at, weight, final, final_at, worth, cap, beyond,
        np.array([klass_of(network.alike) for network in networks]),
    )  # fmt: skip


def standing(team: Team, people: Everyone, lines: Ints) -> Standing:
    """Where a roster [P, D] stands."""
    count, days = lines.shape
    made = Standing(
        lines.copy(), np.zeros((count, days + 1), np.int64), np.zeros((count, days + 1), np.int64),
        np.zeros((count, days + 1, people.cap.shape[1]), np.int64), np.zeros(count, np.int64), team.values(lines),
    )  # fmt: skip
    for person in range(count):
        made.state[person, 0] = people.start[person]
        made.total[person] = _walk(people, made, person, 0, days, made.lines[person], keep=True)
    return made


@compiled
def _walk(people: Everyone, at: Standing, p: int, first: int, last: int, line: Ints, keep: bool) -> int:
    """What person ``p`` pays if days ``first`` to before ``last`` are as in ``line``; ``BARRED`` or more: not legal.

    With ``keep`` the standing takes it over.
    """
    days, symbols = at.lines.shape[1], people.own.shape[2]
    size = people.cap.shape[1]
    values = at.counts[p, first].copy()
    q, paid, total = at.state[p, first], at.paid[p, first], 0
    end = q
    d = first
    while d < days:
        if d >= last and not keep and q == at.state[p, d]:
            break
        s = line[d] if first <= d < last else at.lines[p, d]
        place = (people.kind[p, d] * people.states[p] + q) * symbols + s
        paid += people.own[p, d, s] + people.price[people.at[p] + place]
        if paid >= BARRED >> 1:
            return BARRED
        for n in range(size):
            if people.gain_at[p, n] >= 0:
                values[n] += people.gain[people.gain_at[p, n] + place]
            else:
                values[n] += people.weight[p, n, d, s]
        q = people.nexts[people.at[p] + place]
        d += 1
        if keep:
            at.lines[p, d - 1] = s
            at.state[p, d], at.paid[p, d] = q, paid
            for n in range(size):
                at.counts[p, d, n] = values[n]
    end = q
    if d < days:
        paid += at.paid[p, days] - at.paid[p, d]
        end = at.state[p, days]
    total = paid + people.final[people.final_at[p] + end]
    for n in range(size):
        value = values[n] + (at.counts[p, days, n] - at.counts[p, d, n] if d < days else 0)
        cap = people.cap[p, n]
        if cap < 0:
            continue
        if value > cap:
            if people.beyond[p, n] >= BARRED:
                return BARRED
            total += people.beyond[p, n] * (value - cap)
            value = cap
        total += people.worth[p, n, value]
        if total >= BARRED >> 1:
            return BARRED
    return total if total < BARRED >> 1 else BARRED


@compiled
def _like(people: Everyone, p: int, d: int, s: int) -> int:
    """The symbol, or where ``p`` may not have it one like it, from a random place on; −1: none."""
    symbols = people.own.shape[2]
    if people.own[p, d, s] < BARRED:
        return s
    begin = np.random.randint(symbols)
    for step in range(symbols):
        other = (begin + step) % symbols
        if people.klass[p, other] == people.klass[p, s] and people.own[p, d, other] < BARRED:
            return other
    return -1


@compiled
def anneal(
    people: Everyone, owed: Owed, at: Standing, warm: float, cold: float, moves: int, seed: int, best: Ints
) -> int:
    """``moves`` moves while the temperature (scaled) falls from ``warm`` to ``cold``.

    Fills ``best`` [P, D] with the best roster met; returns how much (scaled) it is below where it began.
    """
    np.random.seed(seed)
    count, days = at.lines.shape
    symbols = people.own.shape[2]
    mine, theirs = np.zeros(days, np.int64), np.zeros(days, np.int64)
    current, lowest = 0, 0
    temperature, factor = warm, (cold / warm) ** (1000.0 / max(moves, 1000))
    for move in range(moves):
        if move % 1000 == 999:
            temperature *= factor
        p, first = np.random.randint(count), np.random.randint(days)
        length = 1
        while length < LONGEST and np.random.random() < 0.6:
            length += 1
        last = min(first + length, days)
        other, fine = -1, True
        if count > 1 and np.random.random() < EXCHANGES:
            other = np.random.randint(count - 1)
            other += other >= p
            same = True
            for d in range(first, last):
                mine[d], theirs[d] = at.lines[other, d], at.lines[p, d]
                if mine[d] == theirs[d]:
                    continue
                same = False
                mine[d], theirs[d] = _like(people, p, d, mine[d]), _like(people, other, d, theirs[d])
                if mine[d] < 0 or theirs[d] < 0:
                    fine = False
                    break
            fine = fine and not same
        else:
            s = np.random.randint(symbols) if np.random.random() < 0.75 else 0
            for d in range(first, last):
                mine[d] = s
                if people.own[p, d, s] >= BARRED:
                    last = d
                    break
            fine = last > first and not (last == first + 1 and at.lines[p, first] == s)
        if not fine:
            continue
        after = _walk(people, at, p, first, last, mine, False)
        if after >= BARRED:
            continue
        change = after - at.total[p]
        if other >= 0:
            others = _walk(people, at, other, first, last, theirs, False)
            if others >= BARRED:
                continue
            change += others - at.total[other]
        limit = -temperature * np.log(1.0 - np.random.random())
        covered = cover(owed, at.values, p, at.lines[p], mine, first, last, symbols, 1)
        if other >= 0:
            covered += cover(owed, at.values, other, at.lines[other], theirs, first, last, symbols, 1)
        change += covered * SCALE
        if change > limit:
            cover(owed, at.values, p, at.lines[p], mine, first, last, symbols, -1)
            if other >= 0:
                cover(owed, at.values, other, at.lines[other], theirs, first, last, symbols, -1)
            continue
        at.total[p] = _walk(people, at, p, first, last, mine, True)
        if other >= 0:
            at.total[other] = _walk(people, at, other, first, last, theirs, True)
        current += change
        if current < lowest:
            lowest = current
            best[:] = at.lines
    return -lowest
