"""The projection again, one person at a time, in plain loops: slow and obviously right."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from math import exp

import numpy as np

from wholetime.forecast.engine.supply import Inputs, Programme, Rates, Recruits, Spread

type Where = tuple[int, int]


@dataclass
class Person:
    place: int
    group: int
    age: int
    sex: int


class Luck:
    """One draw's factors: what lasts is drawn once, what passes anew each year, what drifts adds up."""

    def __init__(self, spread: Spread, years: int, dice: random.Random) -> None:
        places, groups = spread.own.shape
        kept, beside = spread.together**0.5, (1 - spread.together) ** 0.5
        self.times = np.zeros((years, places, groups))
        for g in range(groups):
            shared = dice.gauss(0, 1) * spread.group[g]
            all_years = [(dice.gauss(0, 1), dice.gauss(0, 1)) for _ in range(years)]
            for p in range(places):
                lasting, drifted = shared + dice.gauss(0, 1) * spread.own[p, g], 0.0
                for t in range(years):
                    passing = spread.yearly[p, g] * (kept * all_years[t][0] + beside * dice.gauss(0, 1))
                    drifted += spread.drift[p, g] * (kept * all_years[t][1] + beside * dice.gauss(0, 1))
                    self.times[t, p, g] = exp(lasting + passing + drifted)


def one_future(inputs: Inputs, years: int, dice: random.Random) -> tuple[np.ndarray, np.ndarray, Counter[str]]:
    """Heads and WTE [year + 1, place, group] of one draw, and how many there were of each flow."""
    flows: Counter[str] = Counter()
    luck = {"leaving": Luck(inputs.leaving.spread, years, dice)}
    if inputs.retiring is not None:
        luck["retiring"] = Luck(inputs.retiring.spread, years, dice)
    worked = Luck(inputs.participation.spread, years, dice)
    coming = {route.code: _arrivals(route, inputs, years, dice) for route in inputs.routes}
    people = _opening(inputs)
    books = [_counted(people, inputs, 0, worked)]
    for t in range(years):
        people = [person for person in people if _stays(person, inputs, t, luck, flows, dice)]
        for person in people:
            _moves(person, inputs, flows, dice)
            person.age = min(person.age + 1, inputs.cells.shape[2] - 1)
        for route in inputs.routes:
            for (p, g), count in coming[route.code][t].items():
                flows[route.code] += count
                people += [Person(p, g, *_standing(route, dice)) for _ in range(count)]
        books.append(_counted(people, inputs, t + 1, worked))
    return np.array([heads for heads, _ in books]), np.array([wte for _, wte in books]), flows


def _opening(inputs: Inputs) -> list[Person]:
    return [Person(*at) for at, count in np.ndenumerate(inputs.stock) for _ in range(int(count))]


def _counted(people: list[Person], inputs: Inputs, point: int, worked: Luck) -> tuple[np.ndarray, np.ndarray]:
    places, groups = inputs.cells.shape[:2]
    heads, wte = np.zeros((places, groups)), np.zeros((places, groups))
    table = inputs.participation.wte_per_head
    for one in people:
        times = worked.times[point - 1, one.place, one.group] if point else 1
        heads[one.place, one.group] += 1
        full = table[min(point, len(table) - 1), one.place, one.group, one.age, one.sex]
        wte[one.place, one.group] += full * times
    return heads, wte


def _chance(rates: Rates, person: Person, t: int, times: float) -> float:
    central = rates.central[min(t, len(rates.central) - 1), person.place, person.group, person.age, person.sex]
    odds = central / (1 - central) * times
    return float(odds / (1 + odds))


def _stays(
    person: Person, inputs: Inputs, t: int, luck: dict[str, Luck], flows: Counter[str], dice: random.Random
) -> bool:
    times = luck["leaving"].times[t, person.place, person.group]
    if dice.random() < _chance(inputs.leaving, person, t, times):
        flows["left"] += 1
        return False
    if inputs.retiring is None:
        return True
    times = luck["retiring"].times[t, person.place, person.group]
    if dice.random() < _chance(inputs.retiring, person, t, times):
        flows["retired"] += 1
        if inputs.returning is None or dice.random() >= inputs.returning[person.place, person.group]:
            return False
        flows["returned"] += 1
    return True


def _moves(person: Person, inputs: Inputs, flows: Counter[str], dice: random.Random) -> None:
    thrown, reached = dice.random(), 0.0
    here = (inputs.cells.places[person.place], inputs.cells.groups[person.group])
    for move in inputs.moves:
        if move.origin == here:
            reached += move.rate[person.age, person.sex]
            if thrown < reached:
                person.place, person.group = (
                    inputs.cells.places.index(move.target[0]),
                    inputs.cells.groups.index(move.target[1]),
                )
                flows["moved"] += 1
                return


def _standing(route: Programme | Recruits, dice: random.Random) -> tuple[int, int]:
    cells = [at for at, _ in np.ndenumerate(route.ages)]
    return dice.choices(cells, [route.ages[at] for at in cells])[0]


def _arrivals(route: Programme | Recruits, inputs: Inputs, years: int, dice: random.Random) -> list[Counter[Where]]:
    if isinstance(route, Programme):
        return _qualifiers(route, inputs, years, dice)
    luck = Luck(route.spread, years, dice)
    found: list[Counter[Where]] = [Counter() for _ in range(years)]
    for t in range(years):
        for at, mean in np.ndenumerate(route.joiners[min(t, len(route.joiners) - 1)]):
            found[t][at] = _how_many(mean * luck.times[t][at], dice)
    return found


def _how_many(mean: float, dice: random.Random) -> int:
    """Arrivals in a year of those who come one after another."""
    clock, count = dice.expovariate(1), 0
    while clock < mean:
        clock, count = clock + dice.expovariate(1), count + 1
    return count


def _qualifiers(route: Programme, inputs: Inputs, years: int, dice: random.Random) -> list[Counter[Where]]:
    found: list[Counter[Where]] = [Counter() for _ in range(years)]
    lead = route.length + route.delay
    luck = Luck(route.spread, lead + years, dice)
    for number, year in enumerate(range(inputs.first_year - lead, inputs.first_year + years)):
        if year < route.first_start:
            continue
        starts = route.starts[min(year - route.first_start, len(route.starts) - 1)]
        for at, mean in np.ndenumerate(starts):
            odds = route.on_time / (1 - route.on_time) * luck.times[number][at]
            late = route.late / (1 - route.on_time)
            for _ in range(int(mean) + (dice.random() < mean % 1)):
                if dice.random() < odds / (1 + odds):
                    done = year + route.length
                elif dice.random() < late:
                    done = year + lead
                else:
                    continue
                if 0 <= done - inputs.first_year < years and dice.random() < route.joining[at]:
                    found[done - inputs.first_year][at] += 1
    return found
