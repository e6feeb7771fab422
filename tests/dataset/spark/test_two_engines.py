"""The queries of the lake give the same rows, and the figures the same numbers, on Spark as on DuckDB."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from wholetime.chassis.api import operator_scope
from wholetime.dataset.api import definitions, figures_for
from wholetime.dataset.engine.figures.catalogue import catalogue
from wholetime.dataset.engine.figures.recipe import Term
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.queries.figures.absences import absences
from wholetime.dataset.queries.figures.distinct import shared_people
from wholetime.dataset.queries.figures.movements import movements
from wholetime.dataset.queries.figures.observed import held_cuts, observed
from wholetime.dataset.queries.figures.people import counted
from wholetime.dataset.queries.lake import lake
from wholetime.dataset.queries.spells import spells

from .conftest import OnBoth

pytestmark = [
    pytest.mark.spark,
    pytest.mark.django_db,
    # Spark says at its start that it does not know the newest pandas; the lake does not use pandas.
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

Breakdowns = tuple[str, ...]


def alike(one: pl.DataFrame | None, other: pl.DataFrame | None) -> None:
    """The same columns, types and rows, in any order; not empty."""
    assert one is not None
    assert other is not None
    assert one.height
    assert one.schema == other.schema
    assert in_order(one).equals(in_order(other))


def in_order(frame: pl.DataFrame) -> pl.DataFrame:
    lists = [name for name, kind in frame.schema.items() if isinstance(kind, pl.List)]
    flat = frame.with_columns(pl.col(name).list.sort().cast(pl.List(pl.String)).list.join(" ") for name in lists)
    return flat.sort(flat.columns, nulls_last=True)


@pytest.mark.parametrize("table", list(Table))
def test_the_tables_hold_the_same_rows(on_both: OnBoth, table: Table) -> None:
    def rows() -> pl.DataFrame:
        return lake().read(lake().table(table)).select(pl.all().cast(pl.String))

    one, other = on_both(rows)
    assert table is Table.DEPARTURE or one.height
    assert in_order(one).equals(in_order(other.select(one.columns)))


@pytest.mark.parametrize("breakdowns", [(), ("staff_group",), ("age_band", "sex"), ("band", "contract"), ("age_year",)])
def test_people_are_counted_alike(on_both: OnBoth, breakdowns: Breakdowns) -> None:
    terms = tuple(Term(name) for name in ("wte", "headcount", "headcount_55_over", "fte_days_available"))
    alike(*on_both(lambda: counted(terms, breakdowns, ())))


def test_published_numbers_are_summed_alike(on_both: OnBoth) -> None:
    alike(*on_both(lambda: held_cuts(lake().version)))
    measures = on_both(lambda: held_cuts(lake().version))[0]["measure"].unique().sort()
    alike(*on_both(lambda: observed(tuple(Term(name) for name in measures), (), ())))


def test_spells_are_alike(on_both: OnBoth) -> None:
    """``island`` only numbers a person's spells, in a type of each engine's own."""
    alike(*on_both(lambda: spells().collect()))


def test_movements_are_counted_alike(on_both: OnBoth) -> None:
    terms = tuple(Term(name) for name in ("joiners", "leavers", "stayers"))
    alike(*on_both(lambda: movements(terms, ("staff_group", "age_band"), (), None)))


@pytest.mark.parametrize("breakdowns", [(), ("staff_group",)])
def test_days_lost_are_summed_alike(on_both: OnBoth, breakdowns: Breakdowns) -> None:
    alike(*on_both(lambda: absences((Term("fte_days_lost"),), breakdowns, ())))


def test_people_of_several_employers_are_found_alike(on_both: OnBoth) -> None:
    alike(*on_both(lambda: shared_people(lake().version, ("staff_group",), ())))


def test_figures_are_the_same_numbers(on_both: OnBoth) -> None:
    """The whole way, guards and all, for every figure that people are counted for."""
    names = [one.name for one in definitions() if catalogue()[one.name].people]

    def answers() -> list[Any]:
        asked = [figures_for(name, operator_scope(), by=by) for name in names for by in ((), ("org", "group"))]
        return [
            (one.definition.name, one.period, one.scope, one.value, one.suppression) for many in asked for one in many
        ]

    one, other = on_both(answers)
    assert len(one) > 50
    assert one == other
