"""One draw through all its years, cell by cell: the hot part of a projection.

In a year people in post may leave; of those who stay some retire, and some of these return; of the rest some move; who
is left grows a year older; then joiners come, who may leave from the next year on. Every head that leaves a cell is
written down where it goes, so the books balance exactly.
"""

from __future__ import annotations

from math import floor
from typing import NamedTuple

import numpy as np

from wholetime.forecast.engine.supply.cells import Floats, Ints
from wholetime.forecast.engine.supply.chance import happening
from wholetime.kernel.compiled import compiled

LEFT, RETIRED, RETURNED, MOVED_OUT, MOVED_IN, ROUTES = range(6)
"""Kinds of flow; the routes of joining follow in their order."""


class Chances(NamedTuple):
    """Odds of a year [year, place, group, age, sex] at the centre, and a draw's factors of them [year, place, group].

    ``returning`` [year, place, group] is a share. Where a table has fewer years than asked for, its last holds.
    """

    leaving: Floats
    leaving_times: Floats
    retiring: Floats
    retiring_times: Floats
    returning: Floats


class Movers(NamedTuple):
    """Moves out of a place and group: those of number ``first[place · groups + group]`` up to the next one's first.

    ``place`` and ``group`` [move]: where to; ``rate`` [move, age, sex]: chance of those whom no earlier move took.
    """

    first: Ints
    place: Ints
    group: Ints
    rate: Floats


class Joiners(NamedTuple):
    """Heads by route ``people`` [route, year, place, group], and where they stand: ``below`` [route, age · sex] is
    the share before each cell; ``start`` (0 to below 1) [route, year, place, group] is where counting begins."""

    people: Floats
    below: Floats
    start: Floats


class Books(NamedTuple):
    """What is written: stocks [year + 1, place, group], flows [kind, year, place, group], by age [year (+ 1), age].

    ``changed`` [year, place, group]: WTE that stayers gained or lost by working more or less than a year before.
    """

    heads: Floats
    wte: Floats
    flows: Floats
    flows_wte: Floats
    changed: Floats
    heads_by_age: Floats
    retired_by_age: Floats


@compiled
def one_draw(
    stock: Floats,
    wte: Floats,
    wte_times: Floats,
    chances: Chances,
    movers: Movers,
    joiners: Joiners,
    key: np.uint64,
    chance: bool,
    books: Books,
) -> None:
    """Writes into ``books``. ``wte`` [year + 1, …cells] and ``wte_times`` [year + 1, place, group]: WTE of a head.

    Without ``chance`` every flow is its expectation, and heads are no whole numbers.
    """
    now, after = stock.copy(), np.empty_like(stock)
    _count(now, 0, wte, wte_times, books)
    for year in range(len(books.changed)):
        after[:] = 0
        _out(now, after, year, wte, wte_times, chances, movers, key, chance, books)
        _in(after, year, wte, wte_times, joiners, chance, books)
        _count(after, year + 1, wte, wte_times, books)
        now, after = after, now


@compiled
def _count(now: Floats, point: int, wte: Floats, wte_times: Floats, books: Books) -> None:
    places, groups, ages, sexes = now.shape
    worked = wte[min(point, len(wte) - 1)]
    for p in range(places):
        for g in range(groups):
            heads = full = 0.0
            for a in range(ages):
                for s in range(sexes):
                    heads += now[p, g, a, s]
                    full += now[p, g, a, s] * worked[p, g, a, s]
                    books.heads_by_age[point, a] += now[p, g, a, s]
            books.heads[point, p, g] = heads
            books.wte[point, p, g] = full * wte_times[point, p, g]


@compiled
def _of(
    n: Floats, odds: Floats, times: float, key: np.uint64, number: np.uint64, events: int, chance: bool, found: Floats
) -> None:
    """To how many of ``n`` [age · sex] it happens, written into ``found``; without ``chance`` the expectation."""
    if chance:
        happening(n, odds, times, key, number, events, found)
        return
    for at in range(n.size):
        found[at] = n[at] * (odds[at] * times / (1 + odds[at] * times)) if odds[at] < np.inf else n[at]


@compiled
def _out(
    now: Floats,
    after: Floats,
    year: int,
    wte: Floats,
    wte_times: Floats,
    chances: Chances,
    movers: Movers,
    key: np.uint64,
    chance: bool,
    books: Books,
) -> None:
    """Everybody of ``now`` leaves, retires, moves or stays, and who is at work a year later stands in ``after``.

    Place by place and group by group, all ages of a kind of event at once.
    """
    places, groups, ages, sexes = now.shape
    cells, events = ages * sexes, 3 + len(movers.place)
    leaving = chances.leaving[min(year, len(chances.leaving) - 1)]
    retiring = chances.retiring[min(year, len(chances.retiring) - 1)]
    before, later = wte[min(year, len(wte) - 1)], wte[min(year + 1, len(wte) - 1)]
    stay, odds, gone, again = np.empty(cells), np.empty(cells), np.empty(cells), np.empty(cells)
    for p in range(places):
        for g in range(groups):
            at = (year * places + p) * groups + g
            number = np.uint64(at * cells) * np.uint64(events)
            was, then = before[p, g].reshape(cells), wte_times[year, p, g]
            stay[:] = now[p, g].reshape(cells)
            _of(
                stay, leaving[p, g].reshape(cells), chances.leaving_times[year, p, g], key, number, events, chance, gone
            )
            _written(LEFT, year, p, g, stay, gone, was, then, -1, books)
            odds[:] = retiring[p, g].reshape(cells)
            first = 0
            while first < cells and odds[first] == 0:
                first += 1
            if first < cells:
                old, out, worked = stay[first:], gone[first:], was[first:]
                number_of_first = number + np.uint64(first * events)
                one, two = number_of_first + np.uint64(1), number_of_first + np.uint64(2)
                _of(old, odds[first:], chances.retiring_times[year, p, g], key, one, events, chance, out)
                _written(RETIRED, year, p, g, old, out, worked, then, -1, books)
                for cell in range(first, cells):
                    books.retired_by_age[year, cell // sexes] += gone[cell]
                back = chances.returning[year, p, g]
                odds[first:] = back / (1 - back) if back < 1 else np.inf
                _of(out, odds[first:], 1.0, key, two, events, chance, again[first:])
                _written(RETURNED, year, p, g, old, again[first:], worked, then, 1, books)
            for m in range(movers.first[p * groups + g], movers.first[p * groups + g + 1]):
                for cell in range(cells):
                    rate = movers.rate[m, cell // sexes, cell % sexes]
                    odds[cell] = rate / (1 - rate) if rate < 1 else np.inf
                _of(stay, odds, 1.0, key, number + np.uint64(3 + m), events, chance, gone)
                _written(MOVED_OUT, year, p, g, stay, gone, was, then, -1, books)
                _arrived(movers.place[m], movers.group[m], year, gone, after, later, wte_times, books)
            changed, soon = 0.0, wte_times[year + 1, p, g]
            for a in range(ages):
                older = min(a + 1, ages - 1)
                for s in range(sexes):
                    cell = a * sexes + s
                    after[p, g, older, s] += stay[cell]
                    changed += stay[cell] * (later[p, g, older, s] * soon - was[cell] * then)
            books.changed[year, p, g] = changed


@compiled
def _written(
    kind: int,
    year: int,
    p: int,
    g: int,
    stay: Floats,
    who: Floats,
    was: Floats,
    times: float,
    sign: int,
    books: Books,
) -> None:
    """``who`` [age · sex] go from ``stay``, or come back to it where ``sign`` is 1, with the WTE that they worked."""
    heads = full = 0.0
    for cell in range(who.size):
        stay[cell] += sign * who[cell]
        heads += who[cell]
        full += who[cell] * (was[cell] * times)
    books.flows[kind, year, p, g] += heads
    books.flows_wte[kind, year, p, g] += full


@compiled
def _arrived(
    p: int, g: int, year: int, who: Floats, after: Floats, later: Floats, wte_times: Floats, books: Books
) -> None:
    """``who`` [age · sex] of another place or group stand here a year older."""
    ages, sexes = after.shape[2:]
    heads = full = 0.0
    for cell in range(who.size):
        older, s = min(cell // sexes + 1, ages - 1), cell % sexes
        after[p, g, older, s] += who[cell]
        heads += who[cell]
        full += who[cell] * later[p, g, older, s]
    books.flows[MOVED_IN, year, p, g] += heads
    books.flows_wte[MOVED_IN, year, p, g] += full * wte_times[year + 1, p, g]


@compiled
def _in(after: Floats, year: int, wte: Floats, wte_times: Floats, joiners: Joiners, chance: bool, books: Books) -> None:
    """Joiners of every route take their places; with chance, whole people by systematic sampling of ages."""
    places, groups, ages, sexes = after.shape
    worked = wte[min(year + 1, len(wte) - 1)]
    for r in range(len(joiners.people)):
        for p in range(places):
            for g in range(groups):
                count, start = joiners.people[r, year, p, g], joiners.start[r, year, p, g]
                if count == 0:
                    continue
                full, below = 0.0, 0.0
                for a in range(ages):
                    for s in range(sexes):
                        cell = a * sexes + s
                        if joiners.below[r, cell] == joiners.below[r, cell + 1]:
                            continue  # nobody joins at this age, as at most
                        reached = count * joiners.below[r, cell + 1]
                        if chance:
                            reached = floor(reached + start)
                        after[p, g, a, s] += reached - below
                        full += (reached - below) * worked[p, g, a, s]
                        below = reached
                books.flows[ROUTES + r, year, p, g] += count
                books.flows_wte[ROUTES + r, year, p, g] += full * wte_times[year + 1, p, g]
