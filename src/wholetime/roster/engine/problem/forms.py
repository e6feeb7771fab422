"""The forms that a rule may take: what it says, as data. What each means on a line is told in ``rules``.

``of`` are words for days: a duty's name, a kind, ``work`` for any duty, ``not night`` for any but nights, ``off`` for
none. Limits are inclusive. Days before the horizon that are not known break no rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Discriminator

from wholetime.roster.engine.problem.impossible import refuse_unless

type Words = tuple[str, ...]

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
type DayName = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


class Measure(StrEnum):
    """What a total counts."""

    DAYS = "days"
    MINUTES = "minutes"
    WEEKENDS = "weekends"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """Days of these words may not follow each other; ``starting`` on some days of the week only, where given."""

    days: tuple[Words, ...]
    starting: tuple[DayName, ...] = ()
    form: Literal["sequence"] = "sequence"

    def __post_init__(self) -> None:
        refuse_unless(bool(self.days) and all(self.days), "a sequence needs a word for each of its days")


@dataclass(frozen=True, slots=True, kw_only=True)
class LongestRun:
    """At most so many days running; each day beyond is a breach."""

    of: Words
    at_most: int
    form: Literal["longest_run"] = "longest_run"

    def __post_init__(self) -> None:
        refuse_unless(self.at_most >= 0, f"a run of at most {self.at_most} days is impossible")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortestRun:
    """At least so many days running, once begun; each day missing is a breach. The run at the end may go on."""

    of: Words
    at_least: int
    form: Literal["shortest_run"] = "shortest_run"


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A total of days, minutes or weekends worked: over the horizon, or in all windows of ``over_days`` days.

    Over the horizon, what a person's history carries for the rule is added. Windows end on the last day, and every
    ``every`` days before it; they may begin in the history, of which what is known counts. A weekend counts if its
    Saturday or Sunday is in the window and worked.
    """

    of: Words
    measure: Measure = Measure.DAYS
    at_least: int = 0
    at_most: int | None = None
    over_days: int | None = None
    every: int = 1
    form: Literal["total"] = "total"

    def __post_init__(self) -> None:
        least, most = self.at_least, self.at_most
        refuse_unless(least >= 0, f"a total of at least {least} is impossible")
        refuse_unless(most is None or most >= least, f"a total of at least {least} and at most {most} is impossible")
        refuse_unless(self.over_days is None or self.over_days > 0, "a window needs at least one day")
        refuse_unless(self.every > 0, "windows begin at least one day apart")


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeWeekends:
    """Saturday and Sunday of a weekend are both worked or both free."""

    form: Literal["whole_weekends"] = "whole_weekends"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """At least ``minutes`` pass from the end of a duty to the start of the next, ``days_off`` days in between.

    With ``days_off`` 0 it is the rest from one day to the next; with 1 it says how long a single day off must be.
    """

    minutes: int
    days_off: int = 0
    after: Words = ("work",)
    before: Words = ("work",)
    form: Literal["rest"] = "rest"

    def __post_init__(self) -> None:
        refuse_unless(self.minutes >= 0, f"a rest of {self.minutes} minutes is impossible")
        refuse_unless(self.days_off >= 0, f"a rest over {self.days_off} days off is impossible")


@dataclass(frozen=True, slots=True, kw_only=True)
class RestAfterRun:
    """After ``run`` or more days running, at least ``minutes`` pass before the next duty."""

    of: Words
    run: int
    minutes: int
    form: Literal["rest_after_run"] = "rest_after_run"

    def __post_init__(self) -> None:
        refuse_unless(self.run >= 1 and self.minutes >= 0, "a rest after a run needs a run of a day or more")


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesInWindow:
    """At most so many minutes on duty in any window of ``window`` minutes; duties are clipped to it."""

    at_most: int
    window: int = 168 * 60
    form: Literal["minutes_in_window"] = "minutes_in_window"


@dataclass(frozen=True, slots=True, kw_only=True)
class AverageWeek:
    """At most so many minutes of work a week on average over ``weeks`` weeks, days of leave left out of the average."""

    at_most: int
    weeks: int = 17
    form: Literal["average_week"] = "average_week"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractHours:
    """Work and credited leave over the horizon make the contracted hours, give or take some minutes.

    Hours owed (+) or owing (−) from before are part of what is due.
    """

    under: int = 0
    over: int = 0
    form: Literal["contract_hours"] = "contract_hours"


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyLength:
    """No duty lasts longer than so many minutes, by what really passes."""

    at_most: int
    of: Words = ("work",)
    form: Literal["duty_length"] = "duty_length"


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaks:
    """A duty longer than so many minutes has breaks of so many; the longest step that applies holds."""

    steps: tuple[tuple[int, int], ...]
    of: Words = ("work",)
    form: Literal["breaks"] = "breaks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Never:
    """Not these duties, on some days of the week or from one date to another where given: availability, no nights."""

    of: Words
    on: tuple[DayName, ...] = ()
    first: int | None = None
    last: int | None = None
    form: Literal["never"] = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class FairShare:
    """Days or weekends shared in proportion to contracted hours, among those who may do them.

    What a person did beyond a fair share before is carried and repaid. ``give`` is how far from the share is no breach.
    """

    of: Words
    measure: Measure = Measure.DAYS
    give: int = 0
    form: Literal["fair_share"] = "fair_share"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """What a duty costs under an agreement on unsocial hours, in points of so many ``pence``, to the nearest."""

    agreement: str
    pence: int = 100
    form: Literal["pay"] = "pay"

    def __post_init__(self) -> None:
        refuse_unless(self.pence > 0, "a point of cost is at least one penny")


type Form = Annotated[
    Sequence
    | LongestRun
    | ShortestRun
    | Total
    | WholeWeekends
    | Rest
    | RestAfterRun
    | MinutesInWindow
    | AverageWeek
    | ContractHours
    | DutyLength
    | Breaks
    | Never
    | FairShare
    | Pay,
    Discriminator("form"),
]
