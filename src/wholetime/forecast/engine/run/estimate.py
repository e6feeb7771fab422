"""From what is counted of one part's staff to the inputs of a projection, and what its scenario does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from wholetime.forecast.engine.drivers import Drivers
from wholetime.forecast.engine.estimating import Counts, Estimated, PensionRules, estimated
from wholetime.forecast.engine.gap.outcome import axes_of
from wholetime.forecast.engine.run.question import Question, QuestionRefused
from wholetime.forecast.engine.run.reading import OLDEST, Counted, Flow
from wholetime.forecast.engine.scenario.applying import applied
from wholetime.forecast.engine.scenario.assumption import Unfit
from wholetime.forecast.engine.scenario.register import Register
from wholetime.forecast.engine.scenario.scenario import Scenario, nothing_changes
from wholetime.forecast.engine.supply import Cells, Inputs
from wholetime.forecast.engine.uncertain import Floats

PENSIONED = ("nhs_trust", "general_practice", "other_nhs")
"""Sectors whose staff mostly have the NHS pension; others look to State Pension age."""


def estimate(question: Question, staff: Counted) -> Estimated:
    """Rates with their spread, and everything that was taken for granted for them."""
    scheme = "nhs" if question.part.split(".")[0] in PENSIONED else "other"
    counts = _of_flows(question, staff) if staff.leavers else _of_wte(question, staff)
    return estimated(counts, counted_on=staff.at, rules=PensionRules(scheme), years=question.years)


def drivers_of(question: Question, inputs: Inputs, first_draw: int = 0, draws: int | None = None) -> Drivers:
    """What the register's ranges and the scenario do, draw by draw; nothing where the question has no register.

    Raises QuestionRefused where the scenario does not fit.
    """
    if not question.register:
        return Drivers()
    try:
        register = Register.from_json(question.register)
        scenario = Scenario.from_json(question.scenario) if question.scenario else nothing_changes()
        axes = axes_of(inputs, question.years)
        count = question.draws if draws is None else draws
        return applied(register, scenario, axes, seed=question.seed, first_draw=first_draw, draws=count)
    except Unfit as wrong:
        raise QuestionRefused(str(wrong)) from wrong


def _of_flows(question: Question, staff: Counted) -> Counts:
    ages = None if staff.first_age is None else tuple(range(staff.first_age, OLDEST + 1))
    cells = Cells((question.scope,), staff.groups, ages, staff.sexes)
    spans = [(flow.start, flow.end) for flow in staff.leavers]
    opening = _at(staff, [start - timedelta(days=1) for start, _ in spans])
    closing = _at(staff, [end for _, end in spans])
    heads = np.where(np.isfinite(opening), opening, staff.heads)
    return Counts(
        cells=cells,
        first_year=staff.at.year,
        stock=staff.heads[np.newaxis, :, np.newaxis, np.newaxis] * staff.ages,
        wte=staff.wte[np.newaxis, :, np.newaxis, np.newaxis],
        years=np.array([flow.years for flow in staff.leavers]),
        heads=_spans(heads),
        leavers=_spans(np.array([flow.heads for flow in staff.leavers])),
        joiners=_spans(_same(staff.joiners, spans, len(staff.groups))),
        opening=opening[:, np.newaxis, :],
        closing=closing[:, np.newaxis, :],
    )


def _of_wte(question: Question, staff: Counted) -> Counts:
    """Where nobody counts leavers: the change of stocks is all there is."""
    days = [day for day, row in staff.stocks.items() if np.isfinite(row).any()]
    spans = [(later - earlier).days / 365.25 for earlier, later in pairwise(days)]
    if not spans:
        raise QuestionRefused("one count alone says nothing of what comes next")
    wte = np.array([staff.stocks[day] for day in days])[:, np.newaxis, :]
    return Counts.of_wte(Cells((question.scope,), staff.groups), staff.at.year, wte, np.array(spans))


def _at(staff: Counted, wanted: Sequence[date]) -> Floats:
    """[day, group]: the counts of those days; NaN where none was made."""
    unknown = np.full(len(staff.groups), np.nan)
    return np.array([staff.stocks.get(day, unknown) for day in wanted])


def _same(flows: Sequence[Flow], spans: Sequence[tuple[date, date]], groups: int) -> Floats:
    held = {(flow.start, flow.end): flow.heads for flow in flows}
    return np.array([held.get(span, np.full(groups, np.nan)) for span in spans])


def _spans(values: Floats) -> Floats:
    """[span, group] → [span, place, group, age, sex]."""
    return values[:, np.newaxis, :, np.newaxis, np.newaxis]
