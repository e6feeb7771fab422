"""From text to types, with reasons."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholetime.dataset.engine.adapter import NotThisLayout
from wholetime.dataset.engine.sift import Sift


def sift(**columns: list[str | None]) -> Sift:
    height = len(next(iter(columns.values())))
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    return Sift(frame.with_columns(pl.Series("row", range(2, 2 + height), pl.Int64)))


def reasons(of: Sift) -> list[tuple[int, str, str | None, str]]:
    return of.refusals().rows()


def test_a_refused_row_stays_out_as_a_whole() -> None:
    table = sift(org=["r0a", "?", "R0C"], n=["1", "2", "x"]).code("org", "org").integer("n", "N")
    assert table.good().rows() == [(2, "R0A", 1)]
    assert reasons(table) == [
        (3, "org", "?", "does not look like a code of this kind"),
        (4, "n", "x", "is not a number"),
    ]


def test_empty_cells_are_refused_only_where_required() -> None:
    table = sift(a=[" ", None], b=[" ", "x  y "]).text("a", "a", required=False).text("b", "b")
    assert table.good().rows() == [(3, None, "x y")]
    assert reasons(table) == [(2, "b", " ", "is empty")]


def test_a_missing_column_is_named() -> None:
    with pytest.raises(NotThisLayout, match="no column 'WTE'"):
        sift(a=["1"]).decimal("wte", "WTE")


def test_dates_and_month_ends() -> None:
    texts: list[str | None] = ["30/04/2024", "2024-04-01", "31/04/2024", "04/30/2024"]
    table = sift(d=texts).date("day", "d")
    assert table.good()["day"].to_list() == [date(2024, 4, 30), date(2024, 4, 1)]
    assert [row[0] for row in reasons(table)] == [4, 5]
    months: list[str | None] = ["April 2024", "2024-02", "2017-SEP", "202306", "15/01/2024", "then"]
    table = sift(d=months).month_end("month", "d")
    ends = [date(2024, 4, 30), date(2024, 2, 29), date(2017, 9, 30), date(2023, 6, 30), date(2024, 1, 31)]
    assert table.good()["month"].to_list() == ends
    assert reasons(table) == [(7, "d", "then", "is not a month such as 2024-04 or April 2024")]


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,234.5", "1234.5"), ("45625.478970000004", "45625.478970"), ("1e-3", "0.001"), (" 7 ", "7"), (".5", "0.5")],
)
def test_numbers_are_exact(text: str, value: str) -> None:
    assert sift(n=[text]).decimal("n", "n").good()["n"].to_list() == [Decimal(value)]


@pytest.mark.parametrize("text", ["1,23", "12 345", "1.2.3", "NaN", "inf", "0x10", "£5", "1e99", "١", "--1", "=1+1"])
def test_what_is_not_a_number_is_refused(text: str) -> None:
    table = sift(n=[text]).decimal("n", "n")
    assert reasons(table) == [(2, "n", text, "is not a number")]


def test_bounds_and_whole_numbers() -> None:
    table = sift(n=["-1", "3", "3.5", "4.0", "99"]).integer("n", "n", most=50)
    assert table.good()["n"].to_list() == [3, 4]
    assert [row[3] for row in reasons(table)] == ["is negative", "is not a whole number", "is more than 50"]


def test_withheld_and_missing_numbers_keep_their_status() -> None:
    table = sift(n=["*", "C", "-", "5", None]).decimal("n", "n", suppressed=["*", "c"], missing=["-"], required=False)
    expected = ["suppressed", "suppressed", None, "reported", None]
    assert table.good()["n_status"].to_list() == expected
    assert reasons(table) == []


def test_a_mark_not_declared_is_refused() -> None:
    assert reasons(sift(n=["*"]).decimal("n", "n")) == [(2, "n", "*", "is not a number")]


def test_categories_ignore_case_spacing_and_ampersands() -> None:
    labels: list[str | None] = ["nurses  & Health visitors", "ALL STAFF", "Wizards"]
    known = {"Nurses and health visitors": "nursing", "All staff": None}
    table = sift(group=labels).category("staff_group", "group", known, "staff group")
    assert table.good().rows() == [(2, "nursing"), (3, None)]
    assert reasons(table) == [(4, "group", "Wizards", "is not a known staff group")]


def test_a_long_table_made_from_a_wide_one_names_the_files_column() -> None:
    frame = pl.DataFrame({"row": [2, 2], "measure": ["HC", "WTE"], "value": ["3", "x"]})
    table = Sift(frame, origin="measure").decimal("value", "value")
    assert reasons(table) == [(2, "WTE", "x", "is not a number")]
    assert table.good().is_empty()


def test_a_rule_of_the_adapters_own() -> None:
    table = sift(a=["1", "5"], b=["2", "4"]).integer("a", "a").integer("b", "b")
    table.refuse("a", table.typed("a") > table.typed("b"), "is more than b")
    assert reasons(table) == [(3, "a", "5", "is more than b")]


@given(st.lists(st.one_of(st.none(), st.text(max_size=6), st.decimals(0, 10**9, places=6).map(str)), min_size=1))
def test_every_row_is_either_good_or_refused(cells: list[str | None]) -> None:
    table = sift(n=cells).decimal("n", "n")
    good, refused = set(table.good()["row"]), set(table.refusals()["row"])
    assert good | refused == set(range(2, 2 + len(cells)))
    assert not good & refused


@given(st.lists(st.decimals(-(10**11), 10**11, places=6), min_size=1))
def test_six_places_come_through_exactly(values: list[Decimal]) -> None:
    table = sift(n=[format(value, "f") for value in values]).decimal("n", "n", least=None)
    assert table.good()["n"].to_list() == values


@given(st.lists(st.text(), min_size=1))
def test_any_text_is_sifted_without_an_error(cells: list[str]) -> None:
    column: list[str | None] = list(cells)
    table = sift(a=column, b=column, c=column, d=column, e=column)
    table.text("a", "a").code("b", "b").date("c", "c").month_end("d", "d").category("e", "e", {"x": "y"}, "thing")
    assert table.good().height <= len(cells)
