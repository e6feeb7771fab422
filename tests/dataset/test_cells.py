"""Columns read text by text against a naive twin that reads them row by row."""

from __future__ import annotations

from functools import cache

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from wholetime.dataset.engine.cells import Column, dates
from wholetime.dataset.engine.sift import DATE_FORMATS, Sift

CELLS = st.sampled_from(
    [
        None,
        "",
        " ",
        "r0a",
        " R0A ",
        "x  y",
        "1,234",
        "12.50",
        "-1",
        "*",
        "31/01/2024",
        "2024-01-31",
        "20240131",
        "Nurse &  AHP",
    ]
)
COLUMNS = st.lists(CELLS, min_size=1, max_size=12)
LABELS = {
    "nurse and ahp": "nurse",
    "R0A": "trust",
    "r0a": "never: the first of two that fold alike counts",
    "x y": None,
}


def sifted(cells: list[str | None], first: int) -> Sift:
    rows = range(first, first + len(cells))
    table = Sift(pl.DataFrame({"a": cells, "row": list(rows)}, schema={"a": pl.String, "row": pl.Int64}))
    table.text("text", "a").code("code", "a", required=False).date("date", "a").month_end("month", "a", required=False)
    table.decimal("number", "a", suppressed=("*",), missing=("",)).integer("whole", "a", required=False, most=2000)
    return table.category("category", "a", LABELS, "label")


def naive(cells: list[str | None]) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Each row as a table of its own, too short for any text to repeat."""
    values = [alone(cell)[0] for cell in cells]
    return values, [(row, *said) for row, cell in enumerate(cells, start=2) for said in alone(cell)[1]]


@cache
def alone(cell: str | None) -> tuple[tuple[object, ...], list[tuple[object, ...]]]:
    """What is read of a table with this cell only, and what is said of it after the number of its row."""
    one = sifted([cell], 2)
    names = ("text", "code", "date", "month", "number", "number_status", "whole", "category")
    assert one.refusals().columns[0] == "row"
    return tuple(one.typed(name)[0] for name in names), [said for _, *said in one.refusals().rows()]


@settings(max_examples=60, deadline=None)
@given(COLUMNS, st.integers(1, 9))
def test_what_repeats_is_read_as_if_it_stood_alone(few: list[str | None], times: int) -> None:
    cells = few * times
    table = sifted(cells, 2)
    values, refusals = naive(cells)
    names = ("text", "code", "date", "month", "number", "number_status", "whole", "category")
    assert list(zip(*(table.typed(name).to_list() for name in names), strict=True)) == values
    assert table.refusals().rows() == refusals


def test_a_column_that_repeats_keeps_each_text_once() -> None:
    column = Column(pl.Series(["a", None, "b", "a"] * 10))
    assert sorted(column.texts.drop_nulls().to_list()) == ["a", "b"]
    assert column.rows(column.texts).to_list() == ["a", None, "b", "a"] * 10


@settings(deadline=None)
@given(st.lists(CELLS, max_size=8), st.permutations(DATE_FORMATS))
def test_the_first_format_that_reads_a_date_counts(cells: list[str | None], formats: list[str]) -> None:
    together = dates(pl.Series(cells, dtype=pl.String), formats).to_list()
    alone = []
    for cell in cells:
        read = (pl.Series([cell], dtype=pl.String).str.to_date(form, strict=False)[0] for form in formats)
        alone.append(next((day for day in read if day is not None), None))
    assert together == alone
