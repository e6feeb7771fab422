"""What the guards say of each row of an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, reduce
from operator import or_
from typing import Any

import polars as pl

from wholetime.dataset.engine.figures.combine import reporting
from wholetime.dataset.engine.figures.recipe import Recipe, Term
from wholetime.dataset.engine.frames import BREAKDOWNS, named_rows
from wholetime.dataset.engine.guarding.layer import Layer, Verdict, worst
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

UNIT = ("org", "sector", "source")
"""What makes a unit: one employer's records of one sector from one source."""

POSTS = ("establishment_wte", "vacancies_wte")
"""Measures of posts, which may be there without anybody in them."""


@dataclass(frozen=True, slots=True)
class Speakers:
    """All units of an answer, and their bits by units and by organisations: looked up once for all of its rows."""

    units: list[Unit]
    bits: dict[bool, list[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Units:
    """Those of ``speakers`` that one number is of, by their places among them."""

    places: Sequence[int]
    speakers: Speakers


type Speaking = Mapping[tuple[Any, ...], Units]
"""The units that restricted numbers are of: the node and period, and the term → organisation, sector and source."""


@dataclass(slots=True)
class Told:
    """What the guards say of one row: reasons, and how far each number goes from its true value."""

    reasons: list[Suppression | None] = field(default_factory=list)
    numerator: Decimal = Decimal(0)
    denominator: Decimal = Decimal(0)
    listed: Decimal = Decimal(0)
    doubles: Decimal = Decimal(0)

    @property
    def why(self) -> Suppression | None:
        return worst(self.reasons)


@dataclass(frozen=True, slots=True)
class Asked:
    """A guard that a term is judged by: whose people, with which values, how printed."""

    measure: str
    values: Mapping[str, str | None]
    policy: Policy
    by_heads: bool = False


@dataclass(frozen=True)
class Telling:
    """``nodes``: who else is of the node of a row, whether or not they have people in it."""

    ask: Ask
    recipe: Recipe
    parts: tuple[str, ...]
    nodes: Speaking = field(default_factory=dict)

    def told(self, terms: pl.DataFrame) -> dict[tuple[Any, ...], Told]:
        """For each row that restricted sources add to, by its parts."""
        rows: dict[tuple[Any, ...], Told] = {}
        for row in speaking(terms, self.recipe, self.parts):
            told = rows.setdefault(tuple(row[part] for part in self.parts), Told())
            self._add(told, self.known[row["term"]], row)
        return rows

    @cached_property
    def known(self) -> dict[str, Term]:
        return {term.key: term for term in self.recipe.terms}

    def columns(self, term: Term) -> tuple[str, ...]:
        """The breakdown columns that a row fixes, for one of its terms, sorted."""
        if term.where not in self._columns:
            columns = {*self.ask.breakdowns, *(set(dict(term.where)) & {*BREAKDOWNS, *RECORDS_ONLY})}
            self._columns[term.where] = tuple(sorted(columns - set(dict(self._population))))
        return self._columns[term.where]

    @cached_property
    def _columns(self) -> dict[tuple[tuple[str, str], ...], tuple[str, ...]]:
        return {}

    def is_shut(self, row: Mapping[str, Any]) -> bool:
        """Is one of the guards that a term is judged by shut to the units of ``row``, whatever their values?"""
        judges = self._judges(self.known[row["term"]], {**dict.fromkeys(self.ask.breakdowns), **row})
        return any(layer.is_shut(_all(self._bits(asked, row["units"]))) for asked, layer in judges)

    def _add(self, told: Told, term: Term, row: Mapping[str, Any]) -> None:
        judges = self._judges(term, row)
        verdicts = [
            self._judged(asked, layer, row, sure=not at and term.measure not in POSTS)
            for at, (asked, layer) in enumerate(judges)
        ]
        told.reasons.extend(verdict.why for verdict in verdicts)
        if judges[0][0].by_heads:
            return
        shift = verdicts[0].shown - row["listed"]
        above, below = self._weights(term)
        told.numerator += above * shift
        told.denominator += below * shift
        told.listed += row["listed"]
        told.doubles += row["listed"] - verdicts[0].people

    def _weights(self, term: Term) -> tuple[Decimal, Decimal]:
        """Of the term above and below the line."""
        if term.key not in self._known_weights:
            sides = (self.recipe.numerator, self.recipe.denominator)
            above, below = (sum((each.weight for each in side if each == term), Decimal(0)) for side in sides)
            self._known_weights[term.key] = above, below
        return self._known_weights[term.key]

    @cached_property
    def _known_weights(self) -> dict[str, tuple[Decimal, Decimal]]:
        return {}

    def _judges(self, term: Term, row: Mapping[str, Any]) -> list[tuple[Asked, Layer]]:
        """The guards of one term and the layers of the row's own period and values, found once for all its nodes."""
        values = self._values(term, row)
        key = (row["term"], row["synthetic"], row["period_from"], row["period_to"], *values.values())
        if key not in self._known_judges:
            self._known_judges[key] = [(asked, self._guard(asked, row)) for asked in self._asked(term, values)]
        return self._known_judges[key]

    @cached_property
    def _known_judges(self) -> dict[tuple[Any, ...], list[tuple[Asked, Layer]]]:
        return {}

    def _asked(self, term: Term, values: Mapping[str, str | None]) -> list[Asked]:
        """The guards of one term; the first gives its number.

        A number printed exactly (WTE, days) is shown where the headcount of the same people could be so printed.
        """
        counted = measures().get(term.measure)
        if counted is None or counted.unit != Counted.PEOPLE:
            return [Asked(HEADCOUNT, values, EXACT, by_heads=True)]
        if term.measure == OLDER:
            return [Asked(HEADCOUNT, {**values, OVER_55: YES}, POLICY)]
        rest = [Asked(BESIDE[term.measure], values, POLICY)] if term.measure in BESIDE else []
        return [Asked(term.measure, values, POLICY), *rest]

    def _values(self, term: Term, row: Mapping[str, Any]) -> dict[str, str | None]:
        columns = self.columns(term)
        if all(name in self.parts for name in columns):
            return {name: row[name] for name in columns}
        fixed = dict((*self.ask.where, *term.where))
        return {name: row[name] if name in self.parts else fixed[name] for name in columns}

    def _judged(self, asked: Asked, layer: Layer, row: Mapping[str, Any], *, sure: bool) -> Verdict:
        """The verdict on the people of a row: no, where nobody is known of a unit that is ``sure`` to have people."""
        values = tuple(asked.values.values())
        present = layer.counts.present.get(values, 0)
        mine = self._bits(asked, row["units"])
        together = _all(mine)
        # One by one only where some are not there: by periods these are hundreds of units, sixty times over.
        if sure and (together & ~present or not all(mine)) and not all(map(present.__and__, mine)):
            return Verdict(Suppression.SECONDARY, 0, 0)
        beside = self.nodes.get((*(row.get(part) for part in self.whole), row["term"])) if self.nodes else None
        return layer.judge(values, together | _all(self._bits(asked, beside)) if beside else together)

    def _guard(self, asked: Asked, row: Mapping[str, Any]) -> Layer:
        began = row["period_to"] if asked.by_heads else row["period_from"]
        key = (asked.measure, asked.policy, row["synthetic"], began, row["period_to"], *asked.values)
        if key not in self._guards:
            span = Span(row["synthetic"], began, row["period_to"])
            people = People(asked.measure, span, asked.policy, self._population, self.window)
            self._guards[key] = guard(self.moment, people, tuple(asked.values))
        return self._guards[key]

    @cached_property
    def _guards(self) -> dict[tuple[Any, ...], Layer]:
        """Those of this question: a row has its own only by its period."""
        return {}

    def _bits(self, asked: Asked, units: Units) -> list[int]:
        known = units.speakers.bits
        if asked.by_heads not in known:
            known[asked.by_heads] = self._looked_up(units.speakers.units, by_org=asked.by_heads)
        bits = known[asked.by_heads]
        return [bits[place] for place in units.places]

    def _looked_up(self, units: Sequence[Unit], *, by_org: bool) -> list[int]:
        if by_org:
            return [self.orgs.get(org, 0) for org, _, _ in units]
        return [self.units.get(unit, 0) for unit in units]

    @cached_property
    def whole(self) -> tuple[str, ...]:
        """The parts that divide organisations and time, not people."""
        return tuple(part for part in self.parts if part not in self.ask.breakdowns)

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

    @cached_property
    def orgs(self) -> dict[str, int]:
        return units_of(self.moment, self.ask.view is View.AS_NOW)

    @property
    def window(self) -> Period | None:
        period = self.ask.period
        return period if self.recipe.people and period is not None and not period.is_month else None


def speaking(terms: pl.DataFrame, recipe: Recipe, parts: Sequence[str]) -> Iterator[dict[str, Any]]:
    """For each row and term, the units of restricted sources that count in it, and what they add up to (``listed``)."""
    needed = dict.fromkeys((*parts, "term", *UNIT, "value"))  # of 300,000 rows: half the time of joining them whole
    said = reporting(terms, recipe, parts).lazy().filter("restricted", pl.col("value") != 0)
    restricted = said.select(*needed).collect()
    units = restricted.select(UNIT).unique(maintain_order=True).with_row_index("unit")
    found = restricted.join(units, on=UNIT, nulls_equal=True).group_by(*parts, "term")
    speakers = Speakers(units.select(UNIT).rows())  # by place: lists of structs take ten times as long to read
    for row in named_rows(found.agg(pl.col("unit").unique().alias("units"), pl.col("value").sum().alias("listed"))):
        yield row | {"units": Units(row["units"], speakers)}


def _all(units: Sequence[int]) -> int:
    return reduce(or_, units, 0)
