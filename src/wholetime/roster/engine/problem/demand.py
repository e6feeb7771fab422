"""What the work needs: people on a day, of a duty or over an interval, with a skill or in a role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import cast

from wholetime.roster.engine.problem.impossible import refuse_unless, refuse_weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """People who are needed on one ``day``.

    Counted are those on duties of the words ``of``, and, where ``between`` is given, on duty for the whole of that
    interval (its end may be on the next day). ``role`` counts only who fills that role, ``skill`` only who has it.
    Fewer than ``minimum`` costs ``short`` each, or is forbidden where that is None; from there to ``preferred`` each
    missing person costs ``under``, and each beyond it ``over``; more than ``most`` is forbidden. Where no
    preferred level is given it is the minimum.
    """

    day: int
    of: tuple[str, ...] = ("work",)
    between: tuple[time, time] | None = None
    role: str = ""
    skill: str = ""
    minimum: int = 0
    preferred: int = cast("int", None)
    most: int | None = None
    short: int | None = None
    under: int = 0
    over: int = 0
    name: str = ""

    def __post_init__(self) -> None:
        if self.preferred is None:
            object.__setattr__(self, "preferred", self.minimum)
        least = min(self.minimum, self.preferred)
        refuse_unless(least >= 0, f"{self}: {least} people cannot be needed")
        refuse_unless(self.minimum <= self.preferred, f"{self}: a minimum above the preferred level")
        refuse_unless(self.most is None or self.most >= self.minimum, f"{self}: at most {self.most} is too few")
        for price in (self.under, self.over, self.short):
            refuse_weight(price, str(self))
        dearer = self.short is None or self.short >= self.under
        refuse_unless(dearer, f"{self}: who is missing from the minimum costs less than from the preferred level")
        refuse_unless(bool(self.of), f"{self}: of which duties?")

    def __str__(self) -> str:
        hours = "" if self.between is None else f" {self.between[0]:%H:%M}–{self.between[1]:%H:%M}"
        what = self.name or "/".join((*self.of, *(word for word in (self.role, self.skill) if word)))
        return f"demand for {what} on day {self.day}{hours}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """Of the people on duties ``of`` on one ``day``, at least ``percent`` have ``skill``.

    ``weight`` is the penalty for each person with the skill who is missing, None where the mix must hold.
    """

    day: int
    skill: str
    percent: int
    of: tuple[str, ...] = ("work",)
    weight: int | None = None

    def __post_init__(self) -> None:
        refuse_unless(0 < self.percent <= 100, f"a mix of {self.percent} % {self.skill} is impossible")
        refuse_weight(self.weight, f"mix of {self.skill}")
