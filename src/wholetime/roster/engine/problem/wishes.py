"""What is asked, granted and fixed before anybody plans, and what went before."""

from __future__ import annotations

from dataclasses import dataclass

from wholetime.roster.engine.problem.impossible import refuse_unless, refuse_weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A person asks to have (``wanted``), or not to have, a day of these words; refusing costs ``weight``."""

    person: str
    day: int
    of: tuple[str, ...] = ("work",)
    wanted: bool = False
    weight: int = 1

    def __post_init__(self) -> None:
        refuse_weight(self.weight, f"{self.person}'s request for day {self.day}")
        refuse_unless(bool(self.of), f"{self.person}, day {self.day}: a request for what?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """Days, both ends included, on which a person does not work. ``credited`` minutes of each count as worked.

    ``excluded`` days are left out of averages, as the Working Time Regulations leave out annual, sick and family leave.
    """

    person: str
    first: int
    last: int
    kind: str = "annual"
    credited: int = 0
    excluded: bool = True

    def __post_init__(self) -> None:
        forwards = self.first <= self.last
        refuse_unless(forwards, f"{self.person}: leave from day {self.first} to day {self.last} is backwards")
        refuse_unless(self.credited >= 0, f"{self.person}: leave cannot be credited {self.credited} minutes a day")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """What a person does on a day is settled: a duty (in a role, where it has roles), or off for None."""

    person: str
    day: int
    duty: str | None
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A person's days before the horizon and what is carried from still earlier.

    ``days`` holds names of duties, None for days off; the last is the day before day 0. ``carried`` are amounts by name
    of rule, added to totals over the horizon; ``owed`` the minutes that a person still owes (+) or is owed (−).
    """

    person: str
    days: tuple[str | None, ...] = ()
    carried: tuple[tuple[str, int], ...] = ()
    owed: int = 0

    def carries(self, rule: str) -> int:
        return dict(self.carried).get(rule, 0)
