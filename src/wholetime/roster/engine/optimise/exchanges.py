"""Simulated annealing where totals must hold: blocks of days change, move in a line, or change hands and back.

A line under hard totals is a long way from the next legal one by single changes; moves that keep the totals are short
ways. Sources of the moves: Burke, Curtois, Qu and Vanden Berghe, "A scatter search methodology for the nurse rostering
problem" (2010); Ceschia, Guido and Schaerf (2020), as in ``annealing``.
"""

from __future__ import annotations

from collections.abc import Callable, MutableSequence

import numpy as np

from wholetime.kernel.compiled import compiled
from wholetime.roster.engine.arrays import DEAREST, Ints
from wholetime.roster.engine.optimise.relaxation import BARRED, SCALE
from wholetime.roster.engine.optimise.standing import (
    Everyone,
    Owed,
    Standing,
    change_of,
    cover,
    everyone,
    owed,
    standing,
    take,
)
from wholetime.roster.engine.optimise.team import Team

WARM, COLD = 0.3, 0.003
"""The first and the last temperature, in prices of one person short. On instances 8 and 13 of Curtois and Qu a first of
0.15 or 0.6 was no better."""

COOL = 0.05
"""The first temperature from a roster that was cold already."""

DEAR, MILD, FEW, TURNS = 20, 0.1, 20, 25
"""The price of a unit of a bent total and the temperature, in prices of one person short, while totals are brought to
hold; moves for each day of a person who breaks one in a turn, and turns."""

CHUNK = 200_000
"""Moves between two looks at the clock: about a tenth of a second."""

FRESH = 2000
"""Moves for which a list of rows that are short is good enough."""

AIMED = 0.3
"""The share of moves that aim at such a row: without them 4,147 on instance 13 after 10 s, with them 2,851."""

BLOCKS, TURNED, ROTATED, BACK = 0.25, 0.4, 0.55, 0.7
"""Where kinds of the other moves end between 0 and 1; exchanges between two people, at first there and back, follow."""

LONGEST = 14
"""Days that a block may have."""

SPAN = 21
"""Days between the two blocks that a line may exchange with itself."""


def exchanged(
    team: Team,
    lines: Ints,
    gone: Callable[[int], float],
    seed: int,
    chunk: int = CHUNK,
    warm: float = WARM,
    met: MutableSequence[Ints] | None = None,
) -> Ints:
    """The best roster [P, D] met from a legal one on, while it cools.

    ``gone`` says after how many moves what share of the way is behind; from 1 on there are no more. ``met`` takes the
    roster that each chunk of moves ends with.
    """
    people, rows = everyone(team), owed(team)
    at, unit = standing(team, people, lines), _unit(team) * SCALE
    best, price, lowest, moves = at.lines.copy(), 0, 0, 0
    while (way := gone(moves)) < 1:
        heat = unit * warm * (COLD / warm) ** way
        change, low = anneal(people, rows, at, heat, chunk, seed + moves // chunk, lowest - price, best, team.everyone)
        lowest = price + low if low else lowest
        price, moves = price + change, moves + chunk
        if met is not None:
            met.append(at.lines.copy())
    return best


def unbent(team: Team, lines: Ints, seed: int, stop: Callable[[], bool]) -> Ints:
    """Lines [P, D] that break no hard total, or fewer, from such as break nothing else; cover is kept in mind."""
    unit = _unit(team) * SCALE
    people, rows = everyone(team, int(DEAR * unit)), owed(team)
    at, best = standing(team, people, lines), lines.copy()
    who = broken(team, at.lines)
    for turn in range(TURNS):
        if stop() or not who:
            break
        moves = FEW * len(who) * lines.shape[1]
        anneal(people, rows, at, MILD * unit, moves, seed + turn, -BARRED, best, np.array(who))
        who = broken(team, at.lines)
    return at.lines


def broken(team: Team, lines: Ints) -> list[int]:
    """The people whose lines [P, D] are not legal."""
    return [person for person in range(team.people) if team.line_price(person, lines[person]) >= BARRED]


def _unit(team: Team) -> float:
    """What one person short costs, by the middle of the rows that may be short."""
    ordinary = team.rows.under[(team.rows.under > 0) & (team.rows.under < DEAREST)]
    return float(np.median(ordinary)) if len(ordinary) else 1.0


@compiled
def anneal(
    people: Everyone, owed: Owed, at: Standing, heat: float, moves: int, seed: int, lowest: int, best: Ints, who: Ints
) -> tuple[int, int]:
    """``moves`` moves of people of ``who`` [k] at a temperature (scaled): the change of price, and the lowest met.

    ``best`` [P, D] becomes the roster of the lowest, where one is below ``lowest``; else 0 is returned for it.
    """
    np.random.seed(seed)
    days, current, met = at.lines.shape[1], 0, 0
    mine, theirs = np.zeros(days, np.int64), np.zeros(days, np.int64)
    short, dear = np.zeros(len(owed.least), np.int64), 0
    for move in range(moves):
        if move % FRESH == 0:
            dear = _short(owed, at.values, short)
        p = who[np.random.randint(len(who))]
        other, first, last = _drawn(people, owed, at, p, short[:dear], mine, theirs)
        if first >= last:
            continue
        change = _taken(people, owed, at, p, other, first, last, mine, theirs, heat)
        if change != 0:
            current += change
            if current < lowest:
                lowest = met = current
                best[:] = at.lines
    return current, met


@compiled
def _drawn(
    people: Everyone, owed: Owed, at: Standing, p: int, short: Ints, mine: Ints, theirs: Ints
) -> tuple[int, int, int]:
    """A move: with whom (−1: nobody), from which day to before which; fills in ``mine`` and ``theirs`` of them."""
    kind, count = np.random.random(), len(at.lines)
    if kind < AIMED and len(short):
        row = short[np.random.randint(len(short))]
        cell = owed.cells[_any(owed.cells_at[row], owed.cells_at[row + 1])]
        return -1, *_aimed(people, at, p, cell, mine)
    kind = np.random.random()
    if kind < BLOCKS:
        return -1, *_block(people, at, p, mine)
    if kind < TURNED:
        return -1, *_turned(at, p, mine)
    if kind < ROTATED or count < 2:
        return -1, *_rotated(at, p, mine)
    other = (p + 1 + np.random.randint(count - 1)) % count
    return other, *_between(people, at, p, other, mine, theirs, kind < BACK)


@compiled
def _taken(
    people: Everyone, owed: Owed, at: Standing, p: int, other: int, first: int, last: int,
    mine: Ints, theirs: Ints, heat: float,
) -> int:  # fmt: skip
    """Make the move, if it is legal and not too dear at this heat: what it changes, else 0."""
    symbols, others = people.own.shape[2], 0
    change = change_of(people, at, p, first, last, mine)
    if change < BARRED and other >= 0:
        others = change_of(people, at, other, first, last, theirs)
    if change >= BARRED or others >= BARRED:
        return 0
    total = change + others + SCALE * cover(owed, at.values, p, at.lines[p], mine, first, last, symbols, 1)
    if other >= 0:
        total += SCALE * cover(owed, at.values, other, at.lines[other], theirs, first, last, symbols, 1)
    if total > -heat * np.log(1.0 - np.random.random()):
        cover(owed, at.values, p, at.lines[p], mine, first, last, symbols, -1)
        if other >= 0:
            cover(owed, at.values, other, at.lines[other], theirs, first, last, symbols, -1)
        return 0
    if other >= 0:
        take(people, at, other, first, last, theirs, others)
        change_of(people, at, p, first, last, mine)
    take(people, at, p, first, last, mine, change)
    return total


@compiled
def _short(owed: Owed, values: Ints, short: Ints) -> int:
    """Fill in the rows of which there is too little; how many they are."""
    found = 0
    for row in range(len(owed.least)):
        if values[row] < owed.least[row] and owed.under[row] > 0 and owed.cells_at[row] < owed.cells_at[row + 1]:
            short[found] = row
            found += 1
    return found


@compiled
def _any(first: int, last: int) -> int:
    return first + np.random.randint(last - first)


@compiled
def _aimed(people: Everyone, at: Standing, p: int, cell: int, mine: Ints) -> tuple[int, int]:
    """A day becomes what is short, and with luck another day near it something else, or off."""
    days, symbols = at.lines.shape[1], people.own.shape[2]
    day, s = cell // symbols, cell % symbols
    if people.own[p, day, s] >= BARRED or at.lines[p, day] == s:
        return 0, 0
    first, last, kind = day, day + 1, np.random.random()
    if kind < 0.3:
        last = min(day + _length(), days)
        first = max(day + 1 - _length(), 0)
        for d in range(first, last):
            mine[d] = s
        return first, last
    other = day
    if kind < 0.85:
        other = min(max(day - SPAN + np.random.randint(2 * SPAN + 1), 0), days - 1)
        first, last = min(day, other), max(day, other) + 1
    for d in range(first, last):
        mine[d] = at.lines[p, d]
    if other != day:
        mine[other] = 0 if np.random.random() < 0.7 else people.may[_any(people.may_at[p], people.may_at[p + 1])]
    mine[day] = s
    return first, last


@compiled
def _length() -> int:
    length = 1
    while length < LONGEST and np.random.random() < 0.55:
        length += 1
    return length


@compiled
def _block(people: Everyone, at: Standing, p: int, mine: Ints) -> tuple[int, int]:
    """Some days become one symbol, or off."""
    days = at.lines.shape[1]
    first = np.random.randint(days)
    last = min(first + _length(), days)
    choices = people.may_at[p + 1] - people.may_at[p]
    s = people.may[people.may_at[p] + np.random.randint(choices)] if np.random.random() < 0.8 else 0
    for d in range(first, last):
        mine[d] = s
    return first, last


@compiled
def _turned(at: Standing, p: int, mine: Ints) -> tuple[int, int]:
    """Two blocks of a line change places."""
    days, length = at.lines.shape[1], min(_length(), 7)
    apart = length + np.random.randint(SPAN)
    if apart + length > days:
        return 0, 0
    first = np.random.randint(days - apart - length + 1)
    last = first + apart + length
    same = True
    for d in range(first, last):
        mine[d] = at.lines[p, d]
    for d in range(first, first + length):
        mine[d], mine[d + apart] = at.lines[p, d + apart], at.lines[p, d]
        same &= mine[d] == mine[d + apart]
    return (0, 0) if same else (first, last)


@compiled
def _rotated(at: Standing, p: int, mine: Ints) -> tuple[int, int]:
    """One day is taken out and put in some days later or earlier."""
    days = at.lines.shape[1]
    first = np.random.randint(days)
    last = min(first + 2 + np.random.randint(12), days)
    if last - first < 2:
        return 0, 0
    for d in range(first, last - 1):
        mine[d] = at.lines[p, d + 1]
    mine[last - 1] = at.lines[p, first]
    if np.random.random() < 0.5:
        for d in range(first + 1, last):
            mine[d] = at.lines[p, d - 1]
        mine[first] = at.lines[p, last - 1]
    while last > first and mine[last - 1] == at.lines[p, last - 1]:
        last -= 1
    while last > first and mine[first] == at.lines[p, first]:
        first += 1
    return first, last


@compiled
def _between(
    people: Everyone, at: Standing, p: int, other: int, mine: Ints, theirs: Ints, back: bool
) -> tuple[int, int]:
    """Two people exchange a block of days; with ``back`` also a later one."""
    days = at.lines.shape[1]
    first = np.random.randint(days)
    last = min(first + _length(), days)
    fine, same = _crossed(people, at, p, other, first, last, mine, theirs)
    if fine and back:
        begin = last + np.random.randint(SPAN)
        end = min(begin + _length(), days)
        if begin >= end:
            return 0, 0
        for d in range(last, begin):
            mine[d], theirs[d] = at.lines[p, d], at.lines[other, d]
        fine, same_too = _crossed(people, at, p, other, begin, end, mine, theirs)
        last, same = end, same and same_too
    return (first, last) if fine and not same else (0, 0)


@compiled
def _crossed(
    people: Everyone, at: Standing, p: int, other: int, first: int, last: int, mine: Ints, theirs: Ints
) -> tuple[bool, bool]:
    """Fill in exchanged days, each the like of the other's; whether both may have them, and whether nothing changes."""
    same = True
    for d in range(first, last):
        mine[d], theirs[d] = at.lines[other, d], at.lines[p, d]
        if mine[d] != theirs[d]:
            same = False
            mine[d], theirs[d] = _like(people, p, d, mine[d]), _like(people, other, d, theirs[d])
            if mine[d] < 0 or theirs[d] < 0:
                return False, False
    return True, same


@compiled
def _like(people: Everyone, p: int, d: int, s: int) -> int:
    """The symbol, or where ``p`` may not have it one like it, from a random place on; −1: none."""
    if people.own[p, d, s] < BARRED:
        return s
    begin, choices = people.may_at[p], people.may_at[p + 1] - people.may_at[p]
    skip = np.random.randint(choices)
    for step in range(choices):
        like = people.may[begin + (skip + step) % choices]
        if people.klass[p, like] == people.klass[p, s] and people.own[p, d, like] < BARRED:
            return like
    return -1
