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
from wholetime.forecast.engine.supply.chance import binomial, uniform
from wholetime.kernel.compiled import compiled, inlined

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


@inlined
def _odds(odds: float, times: float) -> float:
    return odds * times / (1 + odds * times)


@inlined
def _of(n: float, p: float, key: np.uint64, number: np.uint64, chance: bool) -> float:
    if not chance:
        return n * p
    return binomial(n, p, uniform(key, number))


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
    """Everybody of ``now`` leaves, retires, moves or stays, and who is at work a year later stands in ``after``."""
    places, groups, ages, sexes = now.shape
    leaving = chances.leaving[min(year, len(chances.leaving) - 1)]
    retiring = chances.retiring[min(year, len(chances.retiring) - 1)]
    before, later = wte[min(year, len(wte) - 1)], wte[min(year + 1, len(wte) - 1)]
    events = 3 + len(movers.place)
    heads, full = books.flows[:, year], books.flows_wte[:, year]
    for p in range(places):
        for g in range(groups):
            first, last = movers.first[p * groups + g], movers.first[p * groups + g + 1]
            then, soon = wte_times[year, p, g], wte_times[year + 1, p, g]
            for a in range(ages):
                older = min(a + 1, ages - 1)
                for s in range(sexes):
                    stay = now[p, g, a, s]
                    if stay == 0:
                        continue
                    cell = (((year * places + p) * groups + g) * ages + a) * sexes + s
                    number = np.uint64(cell) * np.uint64(events)
                    was, becomes = before[p, g, a, s] * then, later[p, g, older, s] * soon
                    odds = _odds(leaving[p, g, a, s], chances.leaving_times[year, p, g])
                    left = _of(stay, odds, key, number, chance)
                    stay -= left
                    heads[LEFT, p, g] += left
                    full[LEFT, p, g] += left * was
                    if retiring[p, g, a, s] > 0:
                        odds = _odds(retiring[p, g, a, s], chances.retiring_times[year, p, g])
                        retired = _of(stay, odds, key, number + np.uint64(1), chance)
                        back = _of(retired, chances.returning[year, p, g], key, number + np.uint64(2), chance)
                        stay += back - retired
                        heads[RETIRED, p, g] += retired
                        full[RETIRED, p, g] += retired * was
                        heads[RETURNED, p, g] += back
                        full[RETURNED, p, g] += back * was
                        books.retired_by_age[year, a] += retired
                    for m in range(first, last):
                        moved = _of(stay, movers.rate[m, a, s], key, number + np.uint64(3 + m), chance)
                        to_p, to_g = movers.place[m], movers.group[m]
                        stay -= moved
                        after[to_p, to_g, older, s] += moved
                        heads[MOVED_OUT, p, g] += moved
                        full[MOVED_OUT, p, g] += moved * was
                        heads[MOVED_IN, to_p, to_g] += moved
                        full[MOVED_IN, to_p, to_g] += (
                            moved * later[to_p, to_g, older, s] * wte_times[year + 1, to_p, to_g]
                        )
                    after[p, g, older, s] += stay
                    books.changed[year, p, g] += stay * (becomes - was)


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
                        reached = count * joiners.below[r, a * sexes + s + 1]
                        if chance:
                            reached = floor(reached + start)
                        after[p, g, a, s] += reached - below
                        full += (reached - below) * worked[p, g, a, s]
                        below = reached
                books.flows[ROUTES + r, year, p, g] += count
                books.flows_wte[ROUTES + r, year, p, g] += full * wte_times[year + 1, p, g]
