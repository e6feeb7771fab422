"""F1: who could go and who is likely to, with today's pension rules and with State Pension age a year later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from wholetime.forecast.engine.estimating import Estimated, Retirement, retirement
from wholetime.forecast.engine.run.answer import LEVELS, Line
from wholetime.forecast.engine.run.question import Question
from wholetime.forecast.engine.uncertain import Floats

ENOUGH = 200
"""Draws of the retirement view: its intervals are of hundreds of people, and every run with ages has two of them."""
LATER = 12  # months
PEOPLE = "people"


def who_could_go(question: Question, found: Estimated, stocks: tuple[date, ...]) -> Iterator[Line]:
    """Nothing where ages are not known."""
    if found.times is None:
        return
    now = _view(question, found, 0)
    yield _line("past_earliest", stocks, now.past_earliest)
    yield _line("past_normal", stocks, now.past_normal)
    yield _line("retire", stocks[1:], now.retire)
    yield _line("retire_return", stocks[1:], now.returning)
    yield _line("retire_later", stocks[1:], _view(question, found, LATER).retire)


def _view(question: Question, found: Estimated, later: int) -> Retirement:
    rules = replace(found.rules, later={"state_pension_age": later} if later else {}, changed_from=found.counted_on)
    draws = min(question.draws, ENOUGH)
    return retirement(found, rules=rules, years=question.years, draws=draws, seed=question.seed, levels=LEVELS)


def _line(measure: str, at: tuple[date, ...], quantiles: Floats) -> Line:
    """The middle stands for the mean, which the view does not give."""
    rows = tuple(tuple(float(value) for value in row) for row in quantiles)
    return Line(measure, "", PEOPLE, at, rows[LEVELS.index(0.5)], LEVELS, rows)
