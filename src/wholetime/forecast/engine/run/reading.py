"""What a history says of one part's staff, in arrays over its groups: in post, by age and sex, leaving and joining."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from wholetime.forecast.engine.run.ages import OLDEST, ages_of, all_ages
from wholetime.forecast.engine.run.history import History, Point
from wholetime.forecast.engine.run.question import Question, QuestionRefused
from wholetime.forecast.engine.scenario.checking import Axes
from wholetime.forecast.engine.uncertain import Floats

YEAR = 365.25  # days


@dataclass(frozen=True, eq=False)
class Flow:
    """``heads`` [group] over one span of ``years``; NaN where withheld. ``total`` is of all groups, or NaN."""

    start: date
    end: date
    heads: Floats
    total: float

    @property
    def years(self) -> float:
        return ((self.end - self.start).days + 1) / YEAR


@dataclass(frozen=True, eq=False)
class Counted:
    """``heads`` and ``wte`` [group] on the day ``at``. ``ages`` [group, age, sex]: shares of a group, adding up to 1.

    ``first_age`` is the first of ``ages``; None where ages are not held. ``aged`` names groups whose own ages are.
    ``withheld`` names groups of which the number in post is withheld: they are not part of the forecast.
    """

    at: date
    groups: tuple[str, ...]
    heads: Floats
    wte: Floats
    leavers: tuple[Flow, ...]
    joiners: tuple[Flow, ...]
    stocks: Mapping[date, Floats]
    first_age: int | None
    sexes: tuple[str, ...]
    ages: Floats
    aged: tuple[str, ...]
    withheld: tuple[str, ...]


def counted(question: Question, history: History) -> Counted:
    """Raises QuestionRefused where nobody is counted by staff group."""
    flows = _flows(history, "leavers", (), whole=True)
    by_day = _by_day(history.of("headcount" if flows else "wte", by=("group",)))
    known = {day: row for day, row in by_day.items() if any(value is not None for value in row.values())}
    if not known:
        raise QuestionRefused("nobody in post is counted here by staff group, so there is nothing to start from")
    at = max(known)
    now = known[at]
    asked = question.groups or tuple(sorted(now))
    groups = tuple(group for group in asked if now.get(group))
    if not groups:
        raise QuestionRefused(f"nobody is counted in {', '.join(asked)} on {at}")
    wte = _by_day(history.of("wte", by=("group",))).get(at, {})
    heads = _row(now, groups)
    first_age, sexes, whole = all_ages(history, at)
    ages, aged = ages_of(history, at, groups, heads, first_age, whole)
    return Counted(
        at=at,
        groups=groups,
        heads=heads,
        wte=_row(wte, groups),
        leavers=_flows(history, "leavers", groups, whole=not question.groups),
        joiners=_flows(history, "joiners", groups, whole=not question.groups),
        stocks={day: _row(row, groups) for day, row in sorted(by_day.items())},
        first_age=first_age,
        sexes=sexes,
        ages=ages,
        aged=aged,
        withheld=tuple(group for group in asked if group in now and now[group] is None),
    )


def axes_counted(question: Question, history: History) -> Axes:
    """What scenarios of this question may be about. Raises QuestionRefused."""
    staff = counted(question, history)
    ages = None if staff.first_age is None else tuple(range(staff.first_age, OLDEST + 1))
    return Axes((question.scope,), staff.groups, staff.at.year, question.years, ages)


def _by_day(points: Sequence[Point]) -> dict[date, dict[str, float | None]]:
    found: dict[date, dict[str, float | None]] = {}
    for point in points:
        found.setdefault(point.end, {})[point.group] = point.value
    return found


def _row(values: Mapping[str, float | None], groups: Sequence[str]) -> Floats:
    held = (values.get(group) for group in groups)
    return np.array([np.nan if value is None else value for value in held], np.float64)


def _flows(history: History, measure: str, groups: Sequence[str], *, whole: bool) -> tuple[Flow, ...]:
    totals = {(one.start, one.end): one.value for one in history.of(measure)} if whole else {}
    spans: dict[tuple[date, date], dict[str, float | None]] = {}
    for point in history.of(measure, by=("group",)):
        spans.setdefault((point.start, point.end), {})[point.group] = point.value
    return tuple(
        Flow(*span, _row(row, groups), np.nan if (total := totals.get(span)) is None else total)
        for span, row in sorted(spans.items())
    )
