"""Counts of people from restricted sources, as the guards want them: by period, breakdown value and organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl
from django.conf import settings

from wholetime.dataset.engine.figures.catalogue import recipe_for
from wholetime.dataset.engine.figures.recipe import Recipe, Term
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.engine.guarding.counts import Counts, Values
from wholetime.dataset.engine.guarding.nest import Unit
from wholetime.dataset.queries.derived import derived
from wholetime.dataset.queries.figures.distinct import TRAITS, shared_people
from wholetime.dataset.queries.figures.kept_terms import Terms
from wholetime.dataset.queries.lake import lake
from wholetime.dataset.queries.manifest import Version
from wholetime.kernel.period import Period

HEADCOUNT, OLDER = "headcount", "headcount_55_over"
OVER_55 = "over_55"
"""A column of the guards alone: those counted as 55 and over, and the rest of the same headcount."""

YES, NO = "yes", "no"
UNIT = ["org", "sector", "source"]
SPAN = ["synthetic", "period_from", "period_to"]

Population = tuple[tuple[str, str], ...]
"""What restricts the people that are counted at all: those of one contract that does not make staff in post."""

type Cells = dict[Values, dict[int, int]]


@dataclass(frozen=True, slots=True)
class Span:
    """One table of people: of one period, real or invented."""

    synthetic: bool
    period_from: date
    period_to: date


@lru_cache(maxsize=4)
def units_held(version: Version) -> dict[Unit, int]:
    """Every organisation and restricted source of which people are held, numbered as bits."""
    ordered = pl.read_parquet(derived("units", version, _units)).sort(UNIT, nulls_last=True)
    return {unit: 1 << at for at, unit in enumerate(ordered.iter_rows())}


def _units() -> pl.DataFrame:
    known, found = lake(), []
    for table in (Table.ASSIGNMENT, Table.OBSERVATION):
        rows = known.table(table).join(known.slices, "slice").filter(lambda rows: rows.restricted)
        found.append(known.read(rows.select("org", "sector", source=rows.adapter).distinct()).select(UNIT))
    return pl.concat(found).unique()


def counts(
    version: Version,
    measure: str,
    columns: tuple[str, ...],
    population: Population,
    window: Period | None,
    span: Span,
) -> Counts:
    """The people of ``measure`` in one table, by ``columns``."""
    plain = tuple(column for column in columns if column != OVER_55)
    whole = _table(version, measure, plain, population, window, span)
    if plain != columns:
        return Counts(_by_age(whole, _table(version, OLDER, plain, population, window, span)))
    shared = _doubles(version, plain, population, span) if measure == HEADCOUNT else {}
    return Counts(whole, {values: _among(whole[values], twice) for values, twice in shared.items() if values in whole})


def _by_age(whole: dict[Values, dict[int, int]], older: dict[Values, dict[int, int]]) -> dict[Values, dict[int, int]]:
    divided: dict[Values, dict[int, int]] = {}
    for values, held in whole.items():
        aged = older.get(values, {})
        found = {
            (*values, YES): {bit: people for bit, people in aged.items() if bit in held},
            (*values, NO): {bit: people - aged.get(bit, 0) for bit, people in held.items()},
        }
        for key, people in found.items():
            divided[key] = {bit: some for bit, some in people.items() if some > 0}
    return {values: held for values, held in divided.items() if held}


def _among(held: dict[int, int], twice: dict[int, int]) -> dict[int, int]:
    """``twice`` of the units that speak in this table."""
    present, found = sum(held), dict[int, int]()
    for shared, people in twice.items():
        if (shared & present).bit_count() > 1:
            found[shared & present] = found.get(shared & present, 0) + people
    return found


# One period of one measure and breakdown: 450 organisations by 26 groups are 1 MB.
@lru_cache(maxsize=256)
def _table(
    version: Version,
    measure: str,
    columns: tuple[str, ...],
    population: Population,
    window: Period | None,
    span: Span,
) -> Cells:
    found = _spans(version, measure, columns, population, window).get(span)
    table: Cells = {}
    if found is not None:
        for row in found.select("at", "people", *columns).rows():
            table.setdefault(row[2:], {})[1 << row[0]] = row[1]
    return table


# All periods of one measure and breakdown, in one order whatever the engine's: which of two cells is withheld beside a
# third must not change with it.
@lru_cache(maxsize=32)
def _spans(
    version: Version, measure: str, columns: tuple[str, ...], population: Population, window: Period | None
) -> dict[Span, pl.DataFrame]:
    recipe = Recipe(recipe_for(HEADCOUNT).definition, (Term(measure),), people=True)
    found = Terms(version, settings.LAKE_ENGINE, recipe, columns, population, window).every()
    some = found.filter("restricted", pl.col("value") > 0).group_by(*SPAN, *columns, *UNIT).agg(pl.col("value").sum())
    # A unit without a number would be an error below, never people who are not guarded.
    numbered = some.join(_numbered(version), on=UNIT, how="left", nulls_equal=True)
    people = pl.col("value").round(mode="half_to_even").cast(pl.Int64).alias("people")
    return _by_span(numbered.sort(*columns, "at", nulls_last=True).select(*SPAN, *columns, "at", people))


@lru_cache(maxsize=4)
def _numbered(version: Version) -> pl.DataFrame:
    known = [(*unit, at) for at, unit in enumerate(units_held(version))]
    return pl.DataFrame(known, schema=[*UNIT, "at"], orient="row")


@lru_cache(maxsize=256)
def _doubles(version: Version, columns: tuple[str, ...], population: Population, span: Span) -> Cells:
    """The people on several lists in one table: values → set of units → people."""
    listed = _shared(version, population).get(span)
    if listed is None:
        return {}
    people = listed.select(*UNIT, "person", *columns).unique()
    numbered = people.join(_numbered(version), on=UNIT, how="inner", nulls_equal=True)
    lists = numbered.group_by(*columns, "person").agg(pl.col("at").unique().sort())
    alike = lists.filter(pl.col("at").list.len() > 1).group_by(*columns, "at").agg(pl.len())
    table: Cells = {}
    for row in alike.sort(*columns, "at", nulls_last=True).select("at", "len", *columns).iter_rows():
        table.setdefault(row[2:], {})[sum(1 << at for at in row[0])] = row[1]
    return table


@lru_cache(maxsize=4)
def _shared(version: Version, population: Population) -> dict[Span, pl.DataFrame]:
    return _by_span(shared_people(version, TRAITS, population))


def _by_span(rows: pl.DataFrame) -> dict[Span, pl.DataFrame]:
    return {Span(*key): part for key, part in rows.partition_by(SPAN, as_dict=True).items()}
