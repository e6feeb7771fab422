"""The arithmetic of figures: against plain loops, against the kernel's rates, and where parts are missing."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholetime.dataset.engine.figures.catalogue import UnknownFigure, catalogue, recipe_for
from wholetime.dataset.engine.figures.combine import TERMS, combine
from wholetime.dataset.engine.figures.cuts import best_cuts
from wholetime.dataset.engine.figures.recipe import Recipe
from wholetime.dataset.engine.measures import measures
from wholetime.kernel import rates

SCHEMA = TERMS | {"place": pl.String, "synthetic": pl.Boolean}
NO_AREAS = pl.DataFrame(schema=SCHEMA)


def terms(*rows: tuple[str, str, int | None, str]) -> pl.DataFrame:
    """Rows of (measure, organisation, value, place)."""
    filled = [(term, org, value, None, 0, [1], place, False) for term, org, value, place in rows]
    return pl.DataFrame(filled, schema=SCHEMA, orient="row")


def value_of(recipe: Recipe, *rows: tuple[str, str, int | None, str]) -> object:
    return combine(terms(*rows), NO_AREAS, recipe, ["synthetic"])["value"][0]


def test_the_leaver_rate_is_the_kernels() -> None:
    rows = [
        ("leavers", "A", 31, "P"),
        ("turnover_headcount_open", "A", 300, "P"),
        ("turnover_headcount_close", "A", 310, "P"),
    ]
    assert value_of(recipe_for("leaver_rate"), *rows) == rates.leaver_rate(31, 300, 310)


def test_nobody_leaving_is_a_rate_of_nought_and_not_a_gap() -> None:
    rows = [("turnover_headcount_open", "A", 300, "P"), ("turnover_headcount_close", "A", 300, "P")]
    assert value_of(recipe_for("leaver_rate"), *rows) == 0


def test_a_rate_over_nobody_is_no_rate() -> None:
    rows = [("turnover_headcount_open", "A", 0, "P"), ("turnover_headcount_close", "A", 0, "P")]
    assert value_of(recipe_for("leaver_rate"), *rows) is None


def test_an_establishment_above_and_below_the_line_counts_once_in_each() -> None:
    rows = [("establishment_wte", "A", 100, "P"), ("wte", "A", 90, "P")]
    assert value_of(recipe_for("vacancy_rate"), *rows) == rates.vacancy_rate(100, 90) == 10
    assert [term.key for term in recipe_for("vacancy_rate").terms] == ["establishment_wte", "wte"]


def test_an_organisation_without_the_denominator_is_left_out_and_counted() -> None:
    both = [("fte_days_lost", "A", 5, "P"), ("fte_days_available", "A", 100, "P")]
    row = combine(terms(*both, ("fte_days_lost", "B", 50, "P")), NO_AREAS, recipe_for("sickness_rate"), ["synthetic"])
    assert row.select("value", "reported", "partial").rows() == [(Decimal(5), 1, 1)]


def test_a_printed_rate_is_never_added_up() -> None:
    one = [("published_turnover_rate", "A", 20, "P")]
    assert value_of(recipe_for("social_care_turnover_rate"), *one) == 20
    assert value_of(recipe_for("social_care_turnover_rate"), *one, ("published_turnover_rate", "B", 30, "P")) is None


def test_residents_are_matched_with_staff_area_by_area() -> None:
    areas = terms(("population", "P", 1000, "P"), ("population", "Q", 700, "Q"))
    staff = terms(("wte", "A", 10, "P"), ("wte", "B", 10, "P"))
    rows = combine(staff, areas, recipe_for("residents_per_wte"), ["synthetic", "place"])
    assert rows.select("place", "value").rows() == [("P", Decimal(50))]


COUNTS = st.lists(
    st.tuples(
        st.sampled_from(["leavers", "turnover_headcount_open", "turnover_headcount_close"]),
        st.sampled_from("ABC"),
        st.integers(0, 500),
        st.sampled_from("PQ"),
    ),
    unique_by=lambda row: (row[0], row[1], row[3]),
    max_size=12,
)


@given(COUNTS)
def test_agrees_with_plain_loops(rows: list[tuple[str, str, int, str]]) -> None:
    found = combine(terms(*rows), NO_AREAS, recipe_for("leaver_rate"), ["place"])
    assert {row["place"]: row["value"] for row in found.iter_rows(named=True)} == naive_leaver_rates(rows)


def naive_leaver_rates(rows: list[tuple[str, str, int, str]]) -> dict[str, Decimal | None]:
    held = {(term, org, place): value for term, org, value, place in rows}
    found = {}
    for place in {place for *_, place in held}:
        left = start = end = 0
        whole = [
            org
            for org in "ABC"
            if ("turnover_headcount_open", org, place) in held and ("turnover_headcount_close", org, place) in held
        ]
        for org in whole:
            left += held.get(("leavers", org, place), 0)
            start += held["turnover_headcount_open", org, place]
            end += held["turnover_headcount_close", org, place]
        if whole:
            found[place] = rates.leaver_rate(left, start, end)
    return found


def test_the_coarsest_breakdown_that_answers_is_summed() -> None:
    held = pl.DataFrame(
        [("wte", "a", ""), ("wte", "a", "staff_group"), ("wte", "a", "staff_group+role"), ("wte", "b", "sex")],
        schema=["measure", "adapter", "cut"],
        orient="row",
    )
    assert best_cuts(held, "wte", frozenset()) == [("a", ""), ("b", "sex")]
    assert best_cuts(held, "wte", frozenset({"role"})) == [("a", "staff_group+role")]
    assert best_cuts(held, "wte", frozenset({"ethnicity"})) == []


def test_every_term_of_the_catalogue_is_a_described_measure() -> None:
    known = set(measures())
    unknown = {term.measure for recipe in catalogue().values() for term in recipe.terms} - known
    assert not unknown


def test_an_unknown_figure_is_answered_with_the_names_there_are() -> None:
    with pytest.raises(UnknownFigure, match="there is no figure 'sickness'; there are headcount"):
        recipe_for("sickness")
