"""A roster that changes a little at a time: what a change of some days costs, by differences alone.

Everybody's graph and counters lie end to end, so that one compiled loop may ask any of them. A change is priced by
walking the old states and the new from its first day until they meet, and by the differences of what is counted.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from wholetime.kernel.compiled import compiled, inlined
from wholetime.roster.engine.arrays import Flags, Ints
from wholetime.roster.engine.optimise.network import Network
from wholetime.roster.engine.optimise.relaxation import BARRED, Counters
from wholetime.roster.engine.optimise.team import Team


class Everyone(NamedTuple):
    """All networks of a team. Graphs are flat, one after another; a person's begins at ``at`` [P].

    ``own`` [P, D, S] scaled prices; ``kind`` [P, D]; ``nexts`` and ``price`` by kind, one of ``states`` [P] and symbol;
    ``gain`` flat from ``gain_at`` [P, N] on (−1: no group). ``plain_at`` [F, D × S + 1] are places in ``counter`` and
    ``adds``: what a symbol adds to which plain counters, for each of F ``family`` [P] of people. ``worth`` flat from
    ``worth_at`` [P, N] on: the price of a counter's value up to ``cap`` [P, N] (−1: no such counter), then ``beyond`` a
    unit. ``may`` flat from ``may_at`` [P + 1] on: the symbols that a person may have on some day. ``klass`` [P, S]
    numbers symbols that no local rule tells apart.
    """

    own: Ints
    kind: Ints
    nexts: Ints
    price: Ints
    at: Ints
    states: Ints
    start: Ints
    final: Ints
    final_at: Ints
    gain: Ints
    gain_at: Ints
    family: Ints
    plain_at: Ints
    counter: Ints
    adds: Ints
    worth: Ints
    worth_at: Ints
    cap: Ints
    beyond: Ints
    may: Ints
    may_at: Ints
    klass: Ints


class Owed(NamedTuple):
    """Rows of cover by cell: entries ``row``, ``weight`` and ``group`` from ``begin`` [D × S + 1] on.

    The cells of each row are ``cells`` from ``cells_at`` [R + 1] on.
    """

    begin: Ints
    row: Ints
    weight: Ints
    group: Ints
    cells: Ints
    cells_at: Ints
    groups: Flags
    least: Ints
    most: Ints
    under: Ints
    over: Ints


class Standing(NamedTuple):
    """A roster and what it amounts to: ``lines`` [P, D], the ``state`` before each day [P, D + 1], the counters'
    ``counts`` [P, N], each person's ``total`` [P] and the rows' ``values`` [R]; ``change`` [N] is for passing thoughts.
    """

    lines: Ints
    state: Ints
    counts: Ints
    total: Ints
    values: Ints
    change: Ints


def everyone(team: Team, bent: int = BARRED) -> Everyone:
    """The networks of a team. Totals that must hold bend at a price a unit (scaled), if one is given."""
    networks = [pricer.network for pricer in team.pricers]
    at, gains, nexts, price, gain = graphs_of(networks)
    counters = max(len(network.counters.cap) for network in networks)
    gain_at, worth_at, cap, beyond = (np.full((len(networks), counters), -1, dtype=np.int64) for _ in range(4))
    worth, size = list[Ints](), 0
    for person, network in enumerate(networks):
        own, length = network.counters, len(network.counters.cap)
        groups = gains[person] + own.group * network.graph.nexts.size
        gain_at[person, :length] = np.where(own.group >= 0, groups, -1)
        cap[person, :length], beyond[person, :length] = own.cap, np.minimum(own.beyond, bent)
        worth_at[person, :length] = size + np.arange(length) * own.price.shape[1]
        worth.append(_bent(own, bent).ravel())
        size += own.price.size
    final, final_at = finals_of(networks)
    may = [np.flatnonzero((own < BARRED).any(axis=0)) for own in team.own]
    return Everyone(
        team.own, np.array([network.graph.kind for network in networks]), nexts, price, at,
        np.array([len(network.graph.final) for network in networks]),
        np.array([network.graph.start for network in networks]),
        final, final_at,
        gain, gain_at, *_plain(networks), np.concatenate([*worth, np.zeros(1, dtype=np.int64)]), worth_at, cap, beyond,
        np.concatenate(may), np.cumsum([0, *map(len, may)]),
        np.array([klass_of(network.alike) for network in networks]),
    )  # fmt: skip


def _bent(counters: Counters, bent: int) -> Ints:
    """The price of each value [N, V], of those that are not legal by their distance from one that is."""
    if bent >= BARRED:
        return counters.price
    value = np.arange(counters.price.shape[1])
    nearest = np.clip(value, counters.floor[:, None], counters.cap[:, None])
    made: Ints = np.take_along_axis(counters.price, nearest, axis=1) + bent * np.abs(value - nearest)
    return made


def graphs_of(networks: list[Network]) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Where each person's graph and gains begin [P], and all graphs end to end; people who share one share it here."""
    found: dict[int, tuple[int, int]] = {}
    nexts, price, gain = list[Ints](), list[Ints](), [np.zeros(1, dtype=np.int64)]
    size, gains = 0, 1
    for graph in (network.graph for network in networks):
        if id(graph.nexts) not in found:
            found[id(graph.nexts)] = size, gains
            nexts.append(graph.nexts.ravel())
            price.append(graph.price.ravel())
            gain.append(graph.gain.ravel())
            size, gains = size + graph.nexts.size, gains + graph.gain.size
    begin = np.array([found[id(network.graph.nexts)] for network in networks]).reshape(-1, 2).T
    return begin[0], begin[1], np.concatenate(nexts), np.concatenate(price), np.concatenate(gain)


def finals_of(networks: list[Network]) -> tuple[Ints, Ints]:
    """What everybody's states cost after the last day, end to end, and where each person's begin [P]."""
    finals = [network.graph.final for network in networks]
    return np.concatenate(finals), np.cumsum([0, *map(len, finals)])[:-1]


def _plain(networks: list[Network]) -> tuple[Ints, Ints, Ints, Ints]:
    """``family``, ``plain_at``, ``counter`` and ``adds``: what symbols add to counters without groups."""
    families: dict[bytes, int] = {}
    family, places = np.zeros(len(networks), dtype=np.int64), list[Ints]()
    counter, adds, size = list[Ints](), list[Ints](), 0
    for person, network in enumerate(networks):
        own = network.counters
        weight = np.where((own.group < 0)[:, None, None], own.weight, 0).reshape(len(own.cap), network.allowed.size)
        key = weight.tobytes()
        if key not in families:
            families[key] = len(families)
            cell, which = np.nonzero(weight.T)
            places.append(size + np.searchsorted(cell, np.arange(network.allowed.size + 1)))
            counter.append(which)
            adds.append(weight[which, cell])
            size += len(cell)
        family[person] = families[key]
    return family, np.array(places), np.concatenate(counter), np.concatenate(adds)


def klass_of(alike: Ints) -> Ints:
    """Symbols that are alike on every kind of day [S]."""
    return np.unique(alike, axis=1, return_inverse=True)[1].reshape(-1).astype(np.int64)


def owed(team: Team) -> Owed:
    """The rows of a team's cover by cell."""
    rows, (_, days, symbols) = team.rows, team.rows.shape
    cell = rows.day * symbols + rows.symbol
    order = np.argsort(cell, kind="stable")
    begin = np.searchsorted(cell[order], np.arange(days * symbols + 1))
    by_row = np.argsort(rows.row, kind="stable")
    cells_at = np.searchsorted(rows.row[by_row], np.arange(len(rows.least) + 1))
    return Owed(
        begin, rows.row[order], rows.weight[order], rows.group[order], cell[by_row], cells_at, rows.groups,
        rows.least, rows.most, rows.under, rows.over,
    )  # fmt: skip


def standing(team: Team, people: Everyone, lines: Ints) -> Standing:
    """Where a legal roster [P, D] stands."""
    count, days = lines.shape
    counters = people.cap.shape[1]
    made = Standing(
        lines.copy(), np.zeros((count, days + 1), np.int64), np.zeros((count, counters), np.int64),
        np.zeros(count, np.int64), team.values(lines), np.zeros(counters, np.int64),
    )  # fmt: skip
    for person in range(count):
        _stand(people, made, person)
        made.total[person] = team.line_price(person, lines[person])
    return made


@compiled
def _stand(people: Everyone, at: Standing, p: int) -> None:
    """Fill in a person's states and counts."""
    days, symbols = at.lines.shape[1], people.own.shape[2]
    q = people.start[p]
    for d in range(days):
        s = at.lines[p, d]
        at.state[p, d] = q
        place = (people.kind[p, d] * people.states[p] + q) * symbols + s
        for n in range(people.cap.shape[1]):
            if people.gain_at[p, n] >= 0:
                at.counts[p, n] += people.gain[people.gain_at[p, n] + place]
        cell = d * symbols + s
        for e in range(people.plain_at[people.family[p], cell], people.plain_at[people.family[p], cell + 1]):
            at.counts[p, people.counter[e]] += people.adds[e]
        q = people.nexts[people.at[p] + place]
    at.state[p, days] = q


@inlined
def worth_of(people: Everyone, p: int, n: int, value: int) -> int:
    """What a counter's value costs."""
    cap = people.cap[p, n]
    if value <= cap:
        return people.worth[people.worth_at[p, n] + value]
    if people.beyond[p, n] >= BARRED:
        return BARRED
    return people.worth[people.worth_at[p, n] + cap] + people.beyond[p, n] * (value - cap)


@compiled
def change_of(people: Everyone, at: Standing, p: int, first: int, last: int, line: Ints) -> int:
    """What person ``p`` pays more if days ``first`` to before ``last`` are as in ``line``; ``BARRED``: not legal.

    ``at.change`` is left holding what the counters would gain.
    """
    days, symbols = at.lines.shape[1], people.own.shape[2]
    counters, states, begin, family = people.cap.shape[1], people.states[p], people.at[p], people.family[p]
    change = at.change
    change[:] = 0
    q, total, d = at.state[p, first], 0, first
    while d < days:
        before, old = at.state[p, d], at.lines[p, d]
        new = line[d] if d < last else old
        if q == before:
            if d >= last:
                break
            if new == old:
                q = at.state[p, d + 1]
                d += 1
                continue
        row = people.kind[p, d] * states
        place, was = (row + q) * symbols + new, (row + before) * symbols + old
        price = people.price[begin + place]
        if price >= BARRED:
            return BARRED
        total += price - people.price[begin + was]
        for n in range(counters):
            if people.gain_at[p, n] >= 0:
                change[n] += people.gain[people.gain_at[p, n] + place] - people.gain[people.gain_at[p, n] + was]
        if new != old:
            if people.own[p, d, new] >= BARRED:
                return BARRED
            total += people.own[p, d, new] - people.own[p, d, old]
            cell = d * symbols
            for e in range(people.plain_at[family, cell + new], people.plain_at[family, cell + new + 1]):
                change[people.counter[e]] += people.adds[e]
            for e in range(people.plain_at[family, cell + old], people.plain_at[family, cell + old + 1]):
                change[people.counter[e]] -= people.adds[e]
        q = people.nexts[begin + place]
        d += 1
    if d == days:
        after = people.final[people.final_at[p] + q]
        if after >= BARRED:
            return BARRED
        total += after - people.final[people.final_at[p] + at.state[p, days]]
    for n in range(counters):
        if change[n] != 0:
            value = at.counts[p, n]
            after = worth_of(people, p, n, value + change[n])
            if after >= BARRED:
                return BARRED
            total += after - worth_of(people, p, n, value)
    return total


@compiled
def take(people: Everyone, at: Standing, p: int, first: int, last: int, line: Ints, price: int) -> None:
    """Make a change that was just priced, at ``price``, a part of the roster. The rows of cover know it already."""
    days, symbols = at.lines.shape[1], people.own.shape[2]
    at.total[p] += price
    for n in range(len(at.change)):
        at.counts[p, n] += at.change[n]
    q = at.state[p, first]
    for d in range(first, days):
        if d < last:
            at.lines[p, d] = line[d]
        elif q == at.state[p, d]:
            return
        at.state[p, d] = q
        q = people.nexts[people.at[p] + (people.kind[p, d] * people.states[p] + q) * symbols + at.lines[p, d]]
    at.state[p, days] = q


@compiled
def put(owed: Owed, values: Ints, p: int, cell: int, sign: int) -> int:
    """Add a cell's symbol to the rows (or take it off); what that changes in the price of cover."""
    change = 0
    for e in range(owed.begin[cell], owed.begin[cell + 1]):
        if owed.groups[owed.group[e], p]:
            r = owed.row[e]
            value = values[r]
            after = value + sign * owed.weight[e]
            change += owed.under[r] * (max(owed.least[r] - after, 0) - max(owed.least[r] - value, 0))
            change += owed.over[r] * (max(after - owed.most[r], 0) - max(value - owed.most[r], 0))
            values[r] = after
    return change


@compiled
def cover(
    owed: Owed, values: Ints, p: int, old: Ints, new: Ints, first: int, last: int, symbols: int, sign: int
) -> int:
    """Put the days of ``new`` in place of those of ``old`` (or, with −1, the other way), in the rows' ``values`` alone.

    Returns what that changes in the price of cover.
    """
    change = 0
    for d in range(first, last):
        if new[d] != old[d]:
            change += put(owed, values, p, d * symbols + old[d], -sign)
            change += put(owed, values, p, d * symbols + new[d], sign)
    return change
