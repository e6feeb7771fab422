"""Reads the text form of the staff scheduling benchmarks of Curtois and Qu.

Source: T. Curtois, R. Qu, "Computational results on new staff scheduling benchmark instances", 2014. Day 0 is a Monday;
nothing is known of the days before; only requests and cover are priced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from wholetime.roster.engine.formats.malformed import Malformed, at_line, whole
from wholetime.roster.engine.problem import (
    OFF,
    WORK,
    Contract,
    Demand,
    Duty,
    Fixed,
    Horizon,
    Impossible,
    LongestRun,
    Measure,
    Person,
    Problem,
    Request,
    Rule,
    Sequence,
    ShortestRun,
    Total,
)
from wholetime.roster.engine.rules.reference import terms

MONDAY = date(2024, 1, 1)
"""The benchmark has no dates; any Monday would do."""

CONTRACT = Contract(name="staff")


def read_curtois(text: str, name: str = "instance") -> Problem:
    """The problem in ``text``. Raises Malformed with the line that is wrong."""
    lines = list(_lines(text))
    reading = _Reading(frozenset(cells[0] for _, section, cells in lines if section == "SECTION_SHIFTS"))
    for number, section, cells in lines:
        with at_line(number):
            reading.take(section, cells)
    if not reading.horizon:
        raise Malformed("there is no SECTION_HORIZON with a number of days")
    try:
        return reading.problem(name)
    except Impossible as fault:
        raise Malformed(str(fault)) from fault


def _lines(text: str) -> Iterator[tuple[int, str, list[str]]]:
    section = ""
    for number, written in enumerate(text.splitlines(), start=1):
        line = written.strip()
        if line.startswith("SECTION_"):
            section = line
            if section not in SECTIONS:
                raise Malformed(f"{section} is not a section of this format", number)
        elif line and not line.startswith("#"):
            if not section:
                raise Malformed("something is written before the first section", number)
            yield number, section, [cell.strip() for cell in line.split(",")]


@dataclass
class _Reading:
    shifts: frozenset[str]
    horizon: int = 0
    duties: dict[str, Duty] = field(default_factory=dict)
    rotation: list[Rule] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=dict)
    fixed: list[Fixed] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    demand: list[Demand] = field(default_factory=list)

    def take(self, section: str, cells: list[str]) -> None:
        least, read = SECTIONS[section]
        if len(cells) < least:
            raise ValueError(f"{section} needs {least} values, and there are {len(cells)}")
        read(self, *cells)

    def problem(self, name: str) -> Problem:
        return Problem(
            name=name,
            horizon=Horizon(start=MONDAY, days=self.horizon),
            people=tuple(self.people.values()),
            duties=tuple(self.duties.values()),
            contracts=(CONTRACT,),
            rules=tuple(self.rotation),
            demand=tuple(self.demand),
            requests=tuple(self.requests),
            fixed=tuple(self.fixed),
        )

    def read_horizon(self, days: str) -> None:
        self.horizon = Horizon(start=MONDAY, days=whole(days, "the horizon")).days

    def read_shift(self, name: str, minutes: str, followers: str = "") -> None:
        if name in self.duties:
            raise ValueError(f"shift {name} is given twice")
        self.duties[name] = Duty(name=name, minutes=whole(minutes, f"the length of {name}"))
        if followers:
            after = tuple(self._shift(follower) for follower in followers.split("|"))
            says = Sequence(days=((name,), after))
            self.rotation.append(terms("curtois_qu").rule("rotation", says, name))

    def read_staff(self, name: str, shifts: str, *limits: str) -> None:
        if name in self.people:
            raise ValueError(f"employee {name} is given twice")
        numbers = [whole(limit, f"a limit of {name}") for limit in limits[:6]]
        rules = (*self._most_of_each(name, shifts), *_limits(*numbers))
        self.people[name] = Person(name=name, contract=CONTRACT.name, rules=rules)

    def _most_of_each(self, person: str, shifts: str) -> Iterator[Rule]:
        for entry in filter(None, shifts.split("|")):
            shift, _, most = entry.partition("=")
            says = Total(of=(self._shift(shift),), at_most=whole(most, f"the most {shift} of {person}"))
            yield terms("curtois_qu").rule("most of a shift", says, shift)

    def read_days_off(self, name: str, *days: str) -> None:
        for day in days:
            self.fixed.append(Fixed(person=self._employee(name), day=self._day(day), duty=None))

    def read_on(self, name: str, day: str, shift: str, weight: str) -> None:
        self._request(name, day, shift, weight, wanted=True)

    def read_off(self, name: str, day: str, shift: str, weight: str) -> None:
        self._request(name, day, shift, weight, wanted=False)

    def _request(self, name: str, day: str, shift: str, weight: str, *, wanted: bool) -> None:
        asked, price = (self._shift(shift),), whole(weight, "the weight of a request")
        who = self._employee(name)
        self.requests.append(Request(person=who, day=self._day(day), of=asked, wanted=wanted, weight=price))

    def read_cover(self, day: str, shift: str, needed: str, under: str, over: str) -> None:
        self.demand.append(
            Demand(
                day=self._day(day),
                of=(self._shift(shift),),
                preferred=whole(needed, "the number of people needed"),
                under=whole(under, "the weight of too few"),
                over=whole(over, "the weight of too many"),
            )
        )

    def _day(self, written: str) -> int:
        day = whole(written, "a day")
        if not self.horizon:
            raise ValueError("a day is named before SECTION_HORIZON has said how many there are")
        if day >= self.horizon:
            raise ValueError(f"day {day} is outside the horizon of {self.horizon} days, which count from 0")
        return day

    def _shift(self, name: str) -> str:
        if name not in self.shifts:
            raise ValueError(f"there is no shift {name!r}")
        return name

    def _employee(self, name: str) -> str:
        if name not in self.people:
            raise ValueError(f"there is no employee {name!r}")
        return name


def _limits(most: int, least: int, longest: int, shortest: int, rest: int, weekends: int) -> Iterator[Rule]:
    rule = terms("curtois_qu").rule
    yield rule("total minutes", Total(of=(WORK,), measure=Measure.MINUTES, at_least=least, at_most=most))
    yield rule("consecutive shifts at most", LongestRun(of=(WORK,), at_most=longest))
    yield rule("consecutive shifts at least", ShortestRun(of=(WORK,), at_least=shortest))
    yield rule("consecutive days off at least", ShortestRun(of=(OFF,), at_least=rest))
    yield rule("weekends at most", Total(of=(WORK,), measure=Measure.WEEKENDS, at_most=weekends))


SECTIONS: dict[str, tuple[int, Callable[..., None]]] = {
    "SECTION_HORIZON": (1, _Reading.read_horizon),
    "SECTION_SHIFTS": (2, _Reading.read_shift),
    "SECTION_STAFF": (8, _Reading.read_staff),
    "SECTION_DAYS_OFF": (1, _Reading.read_days_off),
    "SECTION_SHIFT_ON_REQUESTS": (4, _Reading.read_on),
    "SECTION_SHIFT_OFF_REQUESTS": (4, _Reading.read_off),
    "SECTION_COVER": (5, _Reading.read_cover),
}
"""Each section with the least number of values on its lines, and how a line is read."""
