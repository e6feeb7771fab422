"""Counts of people from restricted sources, as the guards want them: by period, breakdown value and organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl

from wholetime.dataset.engine.figures.catalogue import recipe_for
from wholetime.dataset.engine.figures.recipe import Recipe, Term
from wholetime.dataset.engine.frames import BREAKDOWNS, Table
from wholetime.dataset.engine.guarding.counts import Counts, Values
from wholetime.dataset.engine.guarding.nest import Unit
from wholetime.dataset.queries.figures.ask import RECORDS_ONLY
from wholetime.dataset.queries.figures.distinct import shared_people
from wholetime.dataset.queries.figures.terms import held_terms
from wholetime.dataset.queries.lake import Version, lake
from wholetime.kernel.period import Period

HEADCOUNT, OLDER = "headcount", "headcount_55_over"
OVER_55 = "over_55"
"""A column of the guards alone: those counted as 55 and over, and the rest of the same headcount."""

YES, NO = "yes", "no"
UNIT = ["org", "sector", "source"]
SPAN = ["synthetic", "period_from", "period_to"]

TRAITS = (*(column for column in BREAKDOWNS if column != "detail"), *RECORDS_ONLY)

Population = tuple[tuple[str, str], ...]
"""What restricts the people that are counted at all: those of one contract that does not make staff in post."""

type Tables = dict[Span, dict[Values, dict[int, int]]]


@dataclass(frozen=True, slots=True)
class Span:
    """One table of people: of one period, real or invented."""

    synthetic: bool
    period_from: date
    period_to: date


@lru_cache(maxsize=4)
def units_held(version: Version) -> dict[Unit, int]:
    """Every organisation and restricted source of which people are held, numbered as bits."""
    known = lake()
    found = []
    for table in (Table.ASSIGNMENT, Table.OBSERVATION):
        rows = known.table(table).join(known.slices, "slice").filter(lambda rows: rows.restricted)
        found.append(known.read(rows.select("org", "sector", source=rows.adapter).distinct()).select(UNIT))
    ordered = pl.concat(found).unique().sort(UNIT, nulls_last=True)
    return {unit: 1 << at for at, unit in enumerate(ordered.iter_rows())}


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
    whole = _tables(version, measure, plain, population, window).get(span, {})
    if plain != columns:
        return Counts(_by_age(whole, _tables(version, OLDER, plain, population, window).get(span, {})))
    shared = _doubles(version, plain, population).get(span, {}) if measure == HEADCOUNT else {}
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


# All periods of one measure and breakdown: 60 months of 40 organisations by 26 groups are 10 MB.
@lru_cache(maxsize=32)
def _tables(
    version: Version, measure: str, columns: tuple[str, ...], population: Population, window: Period | None
) -> Tables:
    recipe = Recipe(recipe_for(HEADCOUNT).definition, (Term(measure),), people=True)
    found = held_terms(version, recipe, columns, population, window)
    some = found.filter("restricted", pl.col("value") > 0).group_by(*SPAN, *columns, *UNIT).agg(pl.col("value").sum())
    bits = units_held(version)
    tables: Tables = {}
    # In one order, whatever the engine's: which of two cells is withheld beside a third must not change with it.
    ordered = some.sort(*SPAN, *columns, *UNIT, nulls_last=True)
    for row in ordered.select(*SPAN, *UNIT, "value", *columns).iter_rows():
        values = tables.setdefault(Span(*row[:3]), {}).setdefault(row[7:], {})
        values[bits[row[3:6]]] = round(row[6])
    return tables


@lru_cache(maxsize=32)
def _doubles(version: Version, columns: tuple[str, ...], population: Population) -> Tables:
    """For each table, the people on several lists: values → set of units → people."""
    bits = units_held(version)
    listed = shared_people(version, TRAITS, population).select(*SPAN, *UNIT, "person", *columns).unique()
    known = pl.DataFrame([(*unit, at) for at, unit in enumerate(bits)], schema=[*UNIT, "at"], orient="row")
    numbered = listed.join(known, on=UNIT, how="inner", nulls_equal=True)
    lists = numbered.group_by(*SPAN, *columns, "person").agg(pl.col("at").unique().sort())
    alike = lists.filter(pl.col("at").list.len() > 1).group_by(*SPAN, *columns, "at").agg(pl.len())
    tables: Tables = {}
    for row in alike.sort(*SPAN, *columns, "at", nulls_last=True).select(*SPAN, "at", "len", *columns).iter_rows():
        values = tables.setdefault(Span(*row[:3]), {}).setdefault(row[5:], {})
        values[sum(1 << at for at in row[3])] = row[4]
    return tables
