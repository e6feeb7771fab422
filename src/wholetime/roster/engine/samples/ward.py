"""An invented ward: people, duties, cover, wishes and leave by ``reference/sample_ward.yaml``, drawn from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from typing import Any

from wholetime.roster.engine.problem import Contract, Demand, Duty, Horizon, Leave, Person, Problem, Request
from wholetime.roster.engine.rules import rule_set
from wholetime.roster.engine.rules.reference import reference

IN_POST = 40
"""The people whom the cover of the reference file is for."""

WISHES = (("work",), ("work",), ("night",))
"""What people ask not to have, days off twice as often as nights."""


def sample_ward(people: int = IN_POST, days: int = 28, seed: int = 0, start: date = date(2026, 6, 1)) -> Problem:
    """The same for the same arguments. Nobody in it is real.

    Raises Impossible for no people, or days that no horizon has.
    """
    drawn, shape = random.Random(seed), reference("sample_ward")  # noqa: S311  an invented ward is no secret
    sets = [rule_set(name, start) for name in shape["rule_sets"]]
    staff = tuple(_people(shape, people, drawn))
    horizon = Horizon(start=start, days=days)
    return Problem(
        name=f"Invented ward of {people}, number {seed}",
        horizon=horizon,
        people=staff,
        duties=tuple(
            Duty(**one | {"start": time.fromisoformat(one["start"])}) for one in map(_listed, shape["duties"])
        ),
        contracts=tuple(Contract(name=one["name"], weekly=one["weekly"]) for one in shape["contracts"]),
        skills=tuple(sorted({skill for person in staff for skill in person.skills} | {"charge"})),
        kinds=tuple({kind.name: kind for found in sets for kind in found.kinds}.values()),
        rules=tuple(rule for found in sets for rule in found.rules),
        demand=tuple(one for day in range(days) for one in _cover(shape, people, day)),
        requests=tuple(_wishes(shape, staff, days, drawn)),
        leave=tuple(_leave(shape, staff, days, drawn)),
    )


def _listed(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}


def _people(shape: dict[str, Any], people: int, drawn: random.Random) -> Iterator[Person]:
    """Grades in their shares to the nearest person; contracts drawn."""
    contracts, shares = zip(*((one["name"], one["share"]) for one in shape["contracts"]), strict=True)
    for number in range(people):
        grade = _grade(shape, (number + 0.5) * 100 / people)
        yield Person(
            name=f"Person {number + 1}",
            contract=drawn.choices(contracts, shares)[0],
            skills=tuple(grade["skills"]),
            grade=grade["grade"],
            hourly=Decimal(grade["hourly"]),
        )


def _grade(shape: dict[str, Any], percent: float) -> dict[str, Any]:
    reached = 0
    for grade in shape["grades"]:
        reached += grade["share"]
        if percent < reached:
            break
    found: dict[str, Any] = grade
    return found


def _cover(shape: dict[str, Any], people: int, day: int) -> Iterator[Demand]:
    """In proportion to people, to the nearest."""
    prices = shape["prices"]
    for one in shape["cover"]:
        least, wanted = (max(1, round(one[level] * people / IN_POST)) for level in ("minimum", "preferred"))
        yield Demand(
            day=day,
            of=tuple(one["of"]),
            between=_between(one["between"]),
            skill=one["skill"],
            minimum=least,
            preferred=max(least, wanted),
            **prices,
        )
    for between in shape["charge"]["between"]:
        yield Demand(
            day=day,
            between=_between(between),
            skill=shape["charge"]["skill"],
            preferred=1,
            under=shape["charge"]["under"],
            name="charge",
        )


def _between(clocks: list[str]) -> tuple[time, time]:
    first, last = (time.fromisoformat(clock) for clock in clocks)
    return first, last


def _wishes(shape: dict[str, Any], staff: tuple[Person, ...], days: int, drawn: random.Random) -> Iterator[Request]:
    for person in staff:
        for day in sorted(drawn.sample(range(days), min(days, shape["requests"]["a_person"]))):
            yield Request(person=person.name, day=day, of=drawn.choice(WISHES), weight=shape["requests"]["weight"])


def _leave(shape: dict[str, Any], staff: tuple[Person, ...], days: int, drawn: random.Random) -> Iterator[Leave]:
    """Whole weeks of leave, credited a fifth of the week for each of five days, till the share of days is taken."""
    length = min(days, shape["leave"]["days"])
    weekly = {one["name"]: one["weekly"] for one in shape["contracts"]}
    spells = round(len(staff) * days * shape["leave"]["percent"] / 100 / length)
    for person in drawn.sample(staff, min(spells, len(staff))):
        first = drawn.randrange(0, days - length + 1)
        yield Leave(
            person=person.name, first=first, last=first + length - 1, credited=weekly[person.contract] // length
        )
