"""The answer by stock and flow: who is in post, who leaves and joins in a year, in many draws."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from wholetime.forecast.engine.demand.need import need
from wholetime.forecast.engine.drivers import Drivers
from wholetime.forecast.engine.run.answer import FINE, Answer, Line, line_of
from wholetime.forecast.engine.run.checked import checked
from wholetime.forecast.engine.run.estimate import drivers_of, estimate
from wholetime.forecast.engine.run.history import History
from wholetime.forecast.engine.run.mattering import what_matters
from wholetime.forecast.engine.run.needed import need_inputs
from wholetime.forecast.engine.run.question import Question, QuestionRefused
from wholetime.forecast.engine.run.reading import Counted, counted
from wholetime.forecast.engine.run.retiring import who_could_go
from wholetime.forecast.engine.supply import Inputs
from wholetime.forecast.engine.supply.project import project
from wholetime.forecast.engine.uncertain import Floats

EXACT = 6
"""Decimals of a gap: what is left when almost equal numbers are taken from each other is noise of the processor."""
PEOPLE, WTE, SHARE = "people", "WTE", "share of draws"


@dataclass(frozen=True, eq=False)
class Drawn:
    """People and WTE in post [draw, point, place, group], and flows of people by kind [draw, year, place, group]."""

    heads: Floats
    wte: Floats
    flows: Mapping[str, Floats]


def answer_stock_and_flow(
    question: Question, history: History, on_progress: Callable[[int, int], None] | None = None
) -> Answer:
    """Raises QuestionRefused where the history has no stock by staff group, or no flows."""
    return answer_drawn(question, history, None, on_progress)


def draw(
    question: Question,
    inputs: Inputs,
    drivers: Drivers,
    on_progress: Callable[[int, int], None] | None = None,
    first: int = 0,
    count: int | None = None,
) -> Drawn:
    """Draws ``first`` and following, ``count`` of them or all, with their ``drivers``. Raises QuestionRefused."""
    try:
        found = project(
            inputs,
            years=question.years,
            draws=question.draws if count is None else count,
            seed=question.seed,
            first_draw=first,
            drivers=drivers,
            on_progress=on_progress,
        )
    except ValueError as wrong:
        raise QuestionRefused(str(wrong)) from wrong
    return Drawn(found.heads, found.wte, found.flows)


def answer_drawn(
    question: Question,
    history: History,
    drawn: Drawn | None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Answer:
    """The answer of all draws, which are made here unless they were ``drawn`` elsewhere. Raises QuestionRefused."""
    staff = counted(question, history)
    found = estimate(question, staff)
    inputs = found.inputs
    drivers = drivers_of(question, inputs)
    drawn = drawn or draw(question, inputs, drivers, on_progress)
    stocks = days(staff.at, question.years + 1)
    lines = [
        *_each("supply", PEOPLE, staff.groups, stocks, drawn.heads[:, :, 0, :]),
        *_each("supply", WTE, staff.groups, stocks, drawn.wte[:, :, 0, :]),
    ]
    for kind, flow in drawn.flows.items():
        if flow.any():
            lines += _each(f"flow.{kind}", PEOPLE, staff.groups, stocks[1:], flow[:, :, 0, :])
    asked = need_inputs(question, history, staff)
    assumed = (*_of_the_count(staff), *inputs.assumed)
    if asked is not None:
        wanted = need(asked, years=question.years, draws=question.draws, drivers=drivers)
        lines += gap_lines(staff.groups, stocks, wanted.wte[:, :, 0, :], drawn.wte[:, :, 0, :])
        assumed += wanted.assumed
    lines += who_could_go(question, found, stocks)
    matters = () if asked is None else what_matters(question, inputs, asked)
    facts = (*_unexplained(inputs), *matters, *checked(staff))
    return Answer(tuple(lines), tuple(dict.fromkeys(assumed)), facts)


def _of_the_count(staff: Counted) -> Iterator[str]:
    if staff.first_age is not None:
        yield _of_ages(staff)
    if staff.withheld:
        yield f"{counted_words(len(staff.withheld))} too small to be shown and not part of the forecast."


def _of_ages(staff: Counted) -> str:
    if len(staff.aged) == len(staff.groups):
        return "Each staff group has its own age bands; within a band, ages and sexes are those of all groups together."
    if not staff.aged:
        return (
            "Each staff group has the ages and sexes of all groups together; ages by group are not held, or withheld."
        )
    rest = counted_words(len(staff.groups) - len(staff.aged))
    return f"{rest} taken to have the ages of all groups together; the others have their own age bands."


def counted_words(groups: int) -> str:
    return "1 staff group is" if groups == 1 else f"{groups} staff groups are"


def gap_lines(groups: Sequence[str], at: Sequence[date], needed: Floats, supplied: Floats) -> Iterator[Line]:
    """Need, and need less supply draw by draw; that of all groups together in fine levels, to ask any size of it."""
    yield from _each("need", WTE, groups, at, needed)
    gap, together = gap_of(needed, supplied)
    yield line_of("gap", "", WTE, at, together, FINE)
    yield from (line for line in _each("gap", WTE, groups, at, gap) if line.group)
    short = np.maximum.accumulate(together[:, 1:] > 0, axis=1)
    yield line_of("short_by", "", SHARE, at[1:], short.astype(np.float64), (0.5,))


def gap_of(needed: Floats, supplied: Floats) -> tuple[Floats, Floats]:
    """Need less supply [draw, point, group], and over all groups [draw, point]."""
    gap: Floats = np.round(needed - supplied, EXACT)
    together: Floats = np.round(gap.sum(axis=2), EXACT)
    return gap, together


def days(first: date, count: int) -> tuple[date, ...]:
    """``first`` and the same day of each year after it; the last of February stands for the 29th."""
    return tuple(_later(first, year) for year in range(count))


def _later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _each(measure: str, unit: str, groups: Sequence[str], at: Sequence[date], draws: Floats) -> Iterator[Line]:
    """All groups together, drawn together, and each alone: ``draws`` [draw, day, group]."""
    yield line_of(measure, "", unit, at, draws.sum(axis=2))
    for place, group in enumerate(groups):
        yield line_of(measure, group, unit, at, draws[:, :, place])


def _unexplained(inputs: Inputs) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Heads a year by which the stock of each group grew beyond what its flows explain."""
    if inputs.unexplained is not None:
        sums = np.nanmean(np.nan_to_num(inputs.unexplained[:, 0, :]), axis=0)
        for group, value in zip(inputs.cells.groups, sums, strict=True):
            yield f"unexplained.{group}", (float(value),)
