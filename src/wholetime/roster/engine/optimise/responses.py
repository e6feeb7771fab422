"""Best responses: one person at a time takes the line that is best for them and for the cover that the others leave."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from wholetime.roster.engine.arrays import DEAREST, OFF, Ints
from wholetime.roster.engine.optimise.exchanges import broken, unbent
from wholetime.roster.engine.optimise.pricing import LABELS
from wholetime.roster.engine.optimise.relaxation import BARRED, SCALE
from wholetime.roster.engine.optimise.team import Team

NARROW = 50
"""Labels of a day in a first try."""

ROUGH = 1_000, 10_000, 0
"""Labels of a day in further tries for a rough line; the first takes a hundred."""

TRIES = 5
"""Tries for a legal line, each with eight times the labels and the lines, and more care for the counters' prices."""


def best_response(team: Team, person: int, values: Ints) -> tuple[Ints, int] | None:
    """The person's best line against rows that stand at ``values`` [R] without them; its scaled price with cover."""
    return _cheapest_legal(team, person, team.cost(person, -team.rows.marginal(values) * SCALE))


def _cheapest_legal(team: Team, person: int, cost: Ints) -> tuple[Ints, int] | None:
    """A legal line at ``cost`` [D, S] and its scaled price, as cheap as a narrow search finds it."""
    pricer = team.pricers[person]
    if pricer.network.constant >= BARRED:
        return None
    for wider in (8**n for n in range(TRIES)):
        width, most = min(NARROW * wider, LABELS), 4 * wider
        found = pricer.cheapest(cost, team.space, width=width, most=most, steps=6 * wider).lines
        prices = [pricer.line_price(line, cost) for line in found]
        if min(prices, default=BARRED) < BARRED:
            return found[prices.index(min(prices))], min(prices)
    return None


def impossible(team: Team, person: int) -> bool:
    """Whether it is proven that the person has no legal line at all."""
    pricer = team.pricers[person]
    return pricer.network.constant >= BARRED or pricer.cheapest(team.own[person], team.space).bound >= BARRED


def first_roster(team: Team, order: Iterable[int]) -> tuple[Ints, list[int]]:
    """Lines [P, D] chosen in turn, and the people for whom no legal line was found (they are off)."""
    lines, values, without = (
        np.zeros((team.people, team.own.shape[1]), dtype=np.int64),
        np.zeros_like(team.rows.least),
        [],
    )
    for person in order:
        found = best_response(team, person, values)
        if found is None:
            without.append(person)
        else:
            lines[person] = found[0]
        values = values + team.rows.values(np.array([person]), lines[person][None])
    return lines, without


def rough_roster(team: Team, order: Iterable[int], seed: int, stop: Callable[[], bool]) -> tuple[Ints, list[int]]:
    """As ``first_roster``, for many days: lines that keep local rules, from there exchanges until totals hold too."""
    lines, values = np.zeros((team.people, team.own.shape[1]), dtype=np.int64), np.zeros_like(team.rows.least)
    for person in order:
        lines[person] = team.pricers[person].rough(team.cost(person, -team.rows.marginal(values) * SCALE), team.space)
        values = values + team.rows.values(np.array([person]), lines[person][None])
    for width in ROUGH:
        lines = unbent(team, lines, seed, stop)
        for person in broken(team, lines) if width else []:
            lines[person] = team.pricers[person].rough(team.own[person], team.space, width=width)
    without, values = [], team.values(lines)
    for person in broken(team, lines):
        found = best_response(team, person, values)
        lines[person] = OFF if found is None else found[0]
        without += [person] if found is None else []
    return lines, without


def repaired(team: Team, start: Ints) -> tuple[Ints, list[int]]:
    """``start`` [P, D], lines that are not legal changed on as few days as may be, and whom none was found for."""
    lines, without = start.astype(np.int64), []
    for person in range(team.people):
        if team.line_price(person, lines[person]) < BARRED:
            continue
        changed = np.arange(team.own.shape[2]) != lines[person][:, None]
        own = team.own[person]
        cost = np.where(own >= BARRED, BARRED, np.minimum(own, BARRED >> 1) + changed * DEAREST * SCALE)
        found = _cheapest_legal(team, person, cost)
        lines[person] = OFF if found is None else found[0]
        without += [person] if found is None else []
    return lines, without


def respond(team: Team, lines: Ints, order: Iterable[int]) -> Ints:
    """Each person in turn answers the others' lines; the penalty never rises."""
    lines, values = lines.copy(), team.values(lines)
    for person in order:
        who = np.array([person])
        values = values - team.rows.values(who, lines[person][None])
        found = best_response(team, person, values)
        cost = team.cost(person, -team.rows.marginal(values) * SCALE)
        if found is not None and found[1] < team.pricers[person].line_price(lines[person], cost):
            lines[person] = found[0]
        values = values + team.rows.values(who, lines[person][None])
    return lines
