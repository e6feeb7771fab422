"""How values, tables and the navigation are put into words, and the order of rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from wholetime.chassis.engine.tables import Column, Kind, Table, cell_text
from wholetime.chassis.engine.wording import counted, number_text, period_text, phrase, value_text
from wholetime.chassis.web import navigation
from wholetime.chassis.web.samples import figure
from wholetime.chassis.web.sorting import sorted_table
from wholetime.kernel.figure import Suppression, Unit
from wholetime.kernel.period import Period, census, financial_year, month

CELLS = st.one_of(st.none(), st.sampled_from(list(Suppression)), st.integers(-999, 999), st.decimals(-99, 99, places=2))


def numbers(cells: list[object]) -> Table:
    columns = (Column("n", "N", Kind.NUMBER, 0), Column("at", "At", Kind.NUMBER, 0))
    return Table("Numbers", columns, tuple((cell, at) for at, cell in enumerate(cells)))


@pytest.mark.parametrize(
    ("value", "decimals", "said"),
    [
        ("1234.45", 1, "1,234.5"),
        ("0.05", 1, "0.1"),
        ("-2.5", 0, "−3"),
        ("-0.04", 1, "0.0"),
        ("1000000", 0, "1,000,000"),
    ],
)
def test_numbers_are_rounded_half_up_and_parted(value, decimals, said):
    assert number_text(Decimal(value), decimals) == said


def test_a_figure_is_said_with_its_unit_and_never_as_a_number_when_withheld():
    assert phrase(figure("WTE", Unit.WTE, "8412.46")) == "8,412.5 WTE"
    assert phrase(figure("Rate", Unit.PERCENT, "5.25")) == "5.3%"
    assert phrase(figure("Few", Unit.PEOPLE, None, suppression=Suppression.PRIMARY)) == "Withheld"
    assert value_text(figure("None", Unit.PEOPLE, None)) == "No data"


@pytest.mark.parametrize(
    ("period", "said"),
    [
        (census(date(2024, 10, 31)), "31 October 2024"),
        (month(2024, 10), "October 2024"),
        (financial_year(2023), "2023/24"),
        (Period(date(2024, 1, 1), date(2024, 3, 31)), "1 January 2024 to 31 March 2024"),
    ],
)
def test_periods_are_said_in_words(period, said):
    assert period_text(period) == said


@given(st.lists(CELLS, max_size=12), st.booleans())
def test_rows_sort_by_size_with_the_unknown_last_both_ways(cells, descending):
    rows = numbers(cells).sorted_by("n", descending).rows
    known = [row[0] for row in rows if isinstance(row[0], int | Decimal)]
    assert known == sorted(known, reverse=descending)
    assert all(isinstance(row[0], int | Decimal) for row in rows[: len(known)])
    assert sorted(row[1] for row in rows) == list(range(len(cells)))


def test_links_follow_their_rows():
    table = Table("Places", (Column("place", "Place"),), (("b",), ("a",)), ("/b", "/a"))
    assert table.sorted_by("place").links == ("/a", "/b")


def test_a_table_refuses_rows_that_do_not_fit():
    with pytest.raises(ValueError, match="does not have the 1 cells"):
        Table("Places", (Column("place", "Place"),), (("a", "b"),))


def test_withheld_and_missing_cells_are_told_apart():
    column = Column("n", "N", Kind.PERCENT, 1)
    assert [cell_text(cell, column) for cell in (None, Suppression.PRIMARY, 4.25)] == ["No data", "[c]", "4.3%"]


def test_the_address_sorts_and_keeps_the_other_filters():
    request = RequestFactory().get("/page/?group=nursing&sort=-n")
    table, sorting = sorted_table(request, numbers([1, None, 3]))
    assert [row[0] for row in table.rows] == [3, 1, None]
    assert sorting.address("n", number=True) == "?group=nursing&sort=n"
    assert sorting.address("at", number=True) == "?group=nursing&sort=-at"
    assert (sorting.aria("n"), sorting.aria("at")) == ("descending", "none")


def test_an_unknown_column_in_the_address_changes_nothing():
    table, sorting = sorted_table(RequestFactory().get("/?sort=drop"), numbers([2, 1]))
    assert [row[0] for row in table.rows] == [2, 1]
    assert sorting.key == ""


def test_each_room_adds_its_own_entry_to_the_navigation(monkeypatch):
    monkeypatch.setattr(navigation, "_entries", {})
    navigation.register(navigation.Entry("Later", "gallery_job", order=20, shown=lambda _: True))
    navigation.register(navigation.Entry("First", "gallery", order=10, under=("/gallery/",), shown=lambda _: True))
    navigation.register(navigation.Entry("Members", "account_login", order=5))
    request = RequestFactory().get("/gallery/other/")
    request.user = AnonymousUser()
    drawn = navigation.links(request)
    assert [(link.title, link.current) for link in drawn] == [("First", True), ("Later", False)]


@pytest.mark.parametrize(
    ("number", "words", "said"),
    [
        (1, ("role group",), "1 role group"),
        (0, ("role group",), "0 role groups"),
        (1234, ("row was", "rows were"), "1,234 rows were"),
        (1, ("person", "people"), "1 person"),
    ],
)
def test_nouns_follow_their_number(number: int, words: tuple[str, ...], said: str) -> None:
    assert counted(number, *words) == said
