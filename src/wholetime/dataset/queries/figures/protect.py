"""Small numbers from person-level and returned sources are withheld here, before anything is labelled.

Every answer is a slice of the same guards, so that no two questions can be played against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

import polars as pl

from wholetime.dataset.engine.figures.combine import by_org, value_of
from wholetime.dataset.engine.figures.recipe import Recipe, Term
from wholetime.dataset.engine.frames import BREAKDOWNS
from wholetime.dataset.engine.guarding.layer import Verdict, worst
from wholetime.dataset.engine.guarding.nest import Unit
from wholetime.dataset.engine.mapping.reference import code_list
from wholetime.dataset.engine.measures import measures
from wholetime.dataset.queries.figures.ask import RECORDS_ONLY, Ask, View
from wholetime.dataset.queries.figures.guarded_counts import (
    HEADCOUNT,
    OLDER,
    OVER_55,
    YES,
    Population,
    Span,
    units_held,
)
from wholetime.dataset.queries.figures.guards import (
    EXACT,
    POLICY,
    Moment,
    People,
    guard,
    this_moment,
    units_now,
    units_of,
)
from wholetime.kernel.disclosure import Policy
from wholetime.kernel.figure import Suppression
from wholetime.kernel.figure import Unit as Counted
from wholetime.kernel.period import Period

BESIDE = {"stayers": "leavers"}
"""Who the rest are: 98% stayed says that 2% left."""

POSTS = ("establishment_wte", "vacancies_wte")
"""Measures of posts, which may be there without anybody in them."""


def safe_rows(
    rows: pl.DataFrame, terms: pl.DataFrame, ask: Ask, recipe: Recipe, parts: Sequence[str]
) -> tuple[pl.DataFrame, list[Suppression | None]]:
    """``rows`` fit to be shown, and for each why it is withheld, or None.

    Numbers of published sources pass as they are. What restricted sources add to a row is judged by the guard of each
    measure the figure needs. Counts of people are then rounded to five, and rates are worked from rounded counts.
    """
    if not terms["restricted"].any():
        return rows, [None] * rows.height
    told = _Telling(ask, recipe, tuple(parts)).told(terms)
    found = [told.get(tuple(row[part] for part in parts)) for row in rows.iter_rows(named=True)]
    return _rewritten(rows, recipe, found), [None if row is None else row.why for row in found]


@dataclass(slots=True)
class _Told:
    """What the guards say of one row: reasons, and how far each number goes from its true value."""

    reasons: list[Suppression | None] = field(default_factory=list)
    numerator: Decimal = Decimal(0)
    denominator: Decimal = Decimal(0)
    listed: Decimal = Decimal(0)
    doubles: Decimal = Decimal(0)

    @property
    def why(self) -> Suppression | None:
        return worst(self.reasons)


@dataclass(frozen=True)
class _Telling:
    ask: Ask
    recipe: Recipe
    parts: tuple[str, ...]

    def told(self, terms: pl.DataFrame) -> dict[tuple[Any, ...], _Told]:
        """For each row that restricted sources add to, by its parts."""
        known = {term.key: term for term in self.recipe.terms}
        rows: dict[tuple[Any, ...], _Told] = {}
        for row in _speaking(terms, self.recipe, self.parts).iter_rows(named=True):
            told = rows.setdefault(tuple(row[part] for part in self.parts), _Told())
            self._add(told, known[row["term"]], row)
        return rows

    def _add(self, told: _Told, term: Term, row: dict[str, Any]) -> None:
        counted = measures().get(term.measure)
        if counted is None or counted.unit != Counted.PEOPLE:
            told.reasons.append(self._judged_by_heads(term, row).why)
            return
        units = [self.units.get(tuple(unit.values()), 0) for unit in row["units"]]
        verdict = self._judged(term.measure, term, row, units)
        told.reasons.append(verdict.why)
        if term.measure in BESIDE:
            told.reasons.append(self._judged(BESIDE[term.measure], term, row, units, sure=False).why)
        shift = verdict.shown - row["listed"]
        told.numerator += sum((each.weight * shift for each in self.recipe.numerator if each == term), Decimal(0))
        told.denominator += sum((each.weight * shift for each in self.recipe.denominator if each == term), Decimal(0))
        told.listed += row["listed"]
        told.doubles += row["listed"] - verdict.people

    def _judged_by_heads(self, term: Term, row: dict[str, Any]) -> Verdict:
        """May a number that is printed exactly be shown? It is, where the headcount could be so printed."""
        every = units_of(self.moment, self.ask.view is View.AS_NOW)
        units = [every.get(unit["org"], 0) for unit in row["units"]]
        census = row | {"period_from": row["period_to"]}
        return self._judged(HEADCOUNT, term, census, units, policy=EXACT, sure=term.measure not in POSTS)

    def _judged(
        self,
        measure: str,
        term: Term,
        row: dict[str, Any],
        units: Sequence[int],
        policy: Policy = POLICY,
        sure: bool = True,
    ) -> Verdict:
        """The verdict on the people of ``units``: no, where nobody is known of one that is ``sure`` to have people."""
        values = self._values(term, row)
        if measure == OLDER:
            measure, values = HEADCOUNT, values | {OVER_55: YES}
        span = Span(row["synthetic"], row["period_from"], row["period_to"])
        people = People(measure, span, policy, self._population, self.window)
        layer = guard(self.moment, people, tuple(values))
        found = tuple(values.values())
        present = layer.counts.present.get(found, 0)
        if sure and not all(bits & present for bits in units):
            return Verdict(Suppression.SECONDARY, 0, 0)
        together = 0
        for bits in units:
            together |= bits
        return layer.judge(found, together)

    def _values(self, term: Term, row: dict[str, Any]) -> dict[str, str | None]:
        """The breakdown columns that the row fixes, sorted, with their values."""
        fixed = dict((*self.ask.where, *term.where))
        columns = {*self.ask.breakdowns, *(set(dict(term.where)) & {*BREAKDOWNS, *RECORDS_ONLY})}
        columns -= set(dict(self._population))
        return {name: row[name] if name in self.parts else fixed[name] for name in sorted(columns)}

    @cached_property
    def _population(self) -> Population:
        found = [(name, value) for name, value in self.ask.where if name == "contract"]
        return tuple((name, value) for name, value in found if value not in code_list("contracts_in_post"))

    @cached_property
    def moment(self) -> Moment:
        return this_moment()

    @cached_property
    def units(self) -> dict[Unit, int]:
        return units_now(self.moment) if self.ask.view is View.AS_NOW else units_held(self.moment.version)

    @property
    def window(self) -> Period | None:
        period = self.ask.period
        return period if self.recipe.people and period is not None and not period.is_month else None


def _speaking(terms: pl.DataFrame, recipe: Recipe, parts: Sequence[str]) -> pl.DataFrame:
    """For each row and term, the units of restricted sources that count in it, and what they add up to (``listed``)."""
    on = list(dict.fromkeys(("org", *parts)))
    whole = by_org(terms, recipe, parts).filter("whole").select(on)
    counting = terms.join(whole, on=on, how="semi", nulls_equal=True).filter(pl.col("value") != 0)
    restricted = counting.filter("restricted")
    return restricted.group_by(*parts, "term").agg(
        pl.struct("org", "sector", "source").unique().alias("units"), pl.col("value").sum().alias("listed")
    )


def _rewritten(rows: pl.DataFrame, recipe: Recipe, found: Sequence[_Told | None]) -> pl.DataFrame:
    """``rows`` with the counts of people as shown; a withheld row loses its numbers."""
    numbers = [_numbers(row, recipe, told) for row, told in zip(rows.iter_rows(named=True), found, strict=True)]
    kind = rows.schema["numerator"]
    return rows.with_columns(
        pl.Series("numerator", [number[0] for number in numbers], dtype=kind),
        pl.Series("denominator", [number[1] for number in numbers], dtype=kind),
        pl.Series("value", [number[2] for number in numbers], dtype=pl.Object),
        pl.Series("estimated", [number[3] for number in numbers], dtype=pl.Float64),
    )


def _numbers(row: dict[str, Any], recipe: Recipe, told: _Told | None) -> tuple[Any, ...]:
    if told is None:
        return row["numerator"], row["denominator"], row["value"], row["estimated"]
    if told.why is not None:
        return None, None, None, None
    numerator, denominator = row["numerator"] + told.numerator, row["denominator"] + told.denominator
    value = row["value"]
    if value is not None and (told.numerator or told.denominator or told.doubles):
        value = value_of(numerator, denominator, recipe)
        if recipe.distinct and row["numerator"] != told.listed:  # people twice on published lists stay taken off
            value -= max(row["numerator"] - row["value"] - told.doubles, Decimal(0))
    return numerator, denominator, value, row["estimated"]
