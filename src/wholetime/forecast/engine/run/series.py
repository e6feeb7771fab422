"""The answer by series: the past of each staff group, pooled with the others, carried on with an interval."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from wholetime.forecast.engine.demand.need import need
from wholetime.forecast.engine.run.answer import LEVELS, Answer, Line
from wholetime.forecast.engine.run.checked import TOTAL, checked, day_of, panel_from
from wholetime.forecast.engine.run.history import History
from wholetime.forecast.engine.run.needed import need_inputs
from wholetime.forecast.engine.run.question import Question, QuestionRefused
from wholetime.forecast.engine.run.reading import Counted, counted
from wholetime.forecast.engine.run.stock_and_flow import PEOPLE, WTE, gap_lines
from wholetime.forecast.engine.uncertain import Floats, shares

TIMES_THE_PAST = 1
"""A series is carried on for at most as long as it has been counted."""


@dataclass(frozen=True, eq=False)
class Ahead:
    """``at`` [step] and ``quantiles`` [level, step] by group; the last count is the first step."""

    at: tuple[date, ...]
    levels: Floats
    quantiles: Mapping[str, Floats]
    means: Mapping[str, Floats]
    a_year: int

    @property
    def years(self) -> int:
        return (len(self.at) - 1) // self.a_year


def answer_series(
    question: Question, history: History, on_progress: Callable[[int, int], None] | None = None
) -> Answer:
    """Raises QuestionRefused where the counts are too few or too irregular to be carried on."""
    staff = counted(question, history)
    unit = PEOPLE if staff.leavers else WTE
    ahead = _ahead(question, staff)
    groups = tuple(group for group in staff.groups if group in ahead.quantiles)
    lines = [_line(name, unit, ahead) for name in (TOTAL, *groups)]
    assumed = [*_assumed(question, staff, ahead)]
    asked = need_inputs(question, history, staff)
    if asked is not None and unit == WTE and groups == staff.groups:
        wanted = need(asked, years=question.years, draws=question.draws)
        drawn = _together(np.stack([_drawn(question, ahead, group) for group in groups], axis=2), question, ahead)
        days = ahead.at[:: ahead.a_year][: ahead.years + 1]
        lines += gap_lines(groups, days, wanted.wte[:, : ahead.years + 1, 0, :], drawn)
        assumed += wanted.assumed
    if on_progress is not None:
        on_progress(question.draws, question.draws)
    return Answer(tuple(lines), tuple(dict.fromkeys(assumed)), checked(staff))


def _ahead(question: Question, staff: Counted) -> Ahead:
    from wholetime.forecast.engine.panel import QUANTILES, UnusablePanelError, forecast

    try:
        panel = panel_from(staff)
        a_year = max(1, panel.calendar.season)
        years = min(question.years, TIMES_THE_PAST * panel.values.shape[1] // a_year)
        if years < 1:
            raise QuestionRefused("these counts are too few to be carried on for a year")
        found = forecast(panel, years * a_year)
    except UnusablePanelError as wrong:
        raise QuestionRefused(str(wrong)) from wrong
    last = dict(zip(panel.entities, panel.values[:, -1], strict=True))
    known = [(row, name) for row, name in enumerate(found.entities) if np.isfinite(last.get(name, np.nan))]
    if TOTAL not in [name for _, name in known]:
        raise QuestionRefused("some staff group has no count on the last day, so there is no total to carry on")
    opening = {name: np.full((len(QUANTILES), 1), last[name]) for _, name in known}
    return Ahead(
        (staff.at, *(day_of(label) for label in found.times)),
        QUANTILES,
        {name: np.hstack([opening[name], np.maximum(found.quantiles[row].T, 0)]) for row, name in known},
        {name: np.concatenate([[last[name]], np.maximum(found.mean[row], 0)]) for row, name in known},
        a_year,
    )


def _line(name: str, unit: str, ahead: Ahead) -> Line:
    rows = [ahead.quantiles[name][int(np.argmin(np.abs(ahead.levels - level)))] for level in LEVELS]
    quantiles = tuple(tuple(float(value) for value in row) for row in np.maximum.accumulate(rows, axis=0))
    group = "" if name == TOTAL else name
    return Line("supply", group, unit, ahead.at, tuple(float(one) for one in ahead.means[name]), LEVELS, quantiles)


def _drawn(question: Question, ahead: Ahead, name: str) -> Floats:
    """Draws [draw, year] between the quantiles: one that is high in one year is high in all."""
    below = shares(f"series.{name}", question.seed, 0, question.draws)
    rows = ahead.quantiles[name][:, :: ahead.a_year][:, : ahead.years + 1]
    return np.stack([np.interp(below, ahead.levels, row) for row in rows.T], axis=1)


def _together(drawn: Floats, question: Question, ahead: Ahead) -> Floats:
    """Draws [draw, year, group] moved so that their total has the quantiles of the total's own series."""
    total = drawn.sum(axis=2)
    wanted = _drawn(question, ahead, TOTAL)
    order = np.argsort(np.argsort(total[:, -1]))
    matched = np.sort(wanted, axis=0)[order]
    factor = np.divide(matched, total, out=np.ones_like(total), where=total > 0)
    return np.asarray(drawn * factor[:, :, np.newaxis])


def _assumed(question: Question, staff: Counted, ahead: Ahead) -> Iterator[str]:
    yield f"What {len(staff.stocks)} counts show goes on: nobody's leaving or joining is known apart."
    yield "Groups and all together are carried on as series of their own; groups need not add up to the whole."
    if ahead.years < question.years:
        yield f"The past is too short for {question.years} years: the forecast ends after {ahead.years}."
