"""People counted from monthly lists, against naive twins that go through the rows one by one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import ibis
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholetime.dataset.actions.parquet import _sole
from wholetime.dataset.engine.frames import ASSIGNMENT, Table
from wholetime.dataset.queries import by_slice as module
from wholetime.dataset.queries.figures.distinct import _of_several
from wholetime.dataset.queries.figures.people import _count
from wholetime.dataset.queries.in_post import in_post
from wholetime.dataset.queries.spells import spells_of

MONTHS = [date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 31), date(2025, 4, 30), date(2025, 5, 31)]

Post = tuple[int, str, int, int, str, str | None, int]
"""Month, organisation, person, number of the assignment, staff group, contract, age."""

POSTS = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.sampled_from("AB"),
        st.integers(1, 4),
        st.integers(1, 2),
        st.sampled_from(["nurse", "doctor"]),
        st.sampled_from(["permanent", "bank", None]),
        st.sampled_from([30, 54, 55, 61]),
    ),
    min_size=1,
    max_size=40,
    unique_by=lambda post: post[:4],
)


@lru_cache(maxsize=1)
def database() -> Any:
    return ibis.duckdb.connect()


def held(posts: Iterable[Post]) -> tuple[pl.DataFrame, Any]:
    """The posts as the lake holds them, a slice for each month and organisation, and as an Ibis table."""
    rows = [
        {
            "slice": month * 10 + ord(org),
            "month": MONTHS[month],
            "org": org,
            "person": person,
            "assignment": person * 10 + number,
            "staff_group": group,
            "contract": contract,
            "age": age,
            "sector": "nhs_trust",
            "fte": "0.5",
            "estimated": False,
        }
        for month, org, person, number, group, contract, age in posts
    ]
    frame = pl.DataFrame(rows).with_columns(
        pl.lit(None, kind).alias(name) for name, kind in ASSIGNMENT.items() if name not in rows[0]
    )
    frame = frame.cast(ASSIGNMENT | {"slice": pl.Int64}).with_columns(_sole())  # type: ignore[arg-type]
    database().con.register("given", frame.to_arrow())
    database().con.execute("create or replace table assignment as from given")
    return frame, database().table("assignment")


def counted(posts: Iterable[Post], **asked: Any) -> dict[tuple[Any, ...], int]:
    query = _count(held(posts)[1], where=(), **asked)
    rows = database().con.sql(ibis.to_sql(query, dialect="duckdb")).pl()
    return {row[:-1]: row[-1] for row in rows.select("org", "month", *asked["breakdowns"], "value").iter_rows()}


@settings(max_examples=40, deadline=None)
@given(POSTS, st.sampled_from([(), ("staff_group",)]), st.sampled_from(["headcount", "headcount_55_over"]))
def test_each_person_counts_once(posts: list[Post], breakdowns: tuple[str, ...], measure: str) -> None:
    people: dict[tuple[Any, ...], set[int]] = {}
    for month, org, person, _, group, contract, age in posts:
        if contract != "bank":
            found = people.setdefault((org, MONTHS[month], *((group,) if breakdowns else ())), set())
            found |= {person} if measure == "headcount" or age >= 55 else set()
    assert counted(posts, measure=measure, breakdowns=breakdowns) == {key: len(who) for key, who in people.items()}


@settings(max_examples=60, deadline=None)
@given(POSTS)
def test_spells_run_from_list_to_list(posts: list[Post]) -> None:
    staff = [post for post in posts if post[5] != "bank"]
    query = spells_of(in_post(held(posts)[1]))
    rows = database().con.sql(ibis.to_sql(query, dialect="duckdb")).pl()
    columns = ("org", "person", "first", "last", "held_first", "held_last", "first_staff_group", "last_age")
    assert sorted(rows.select(columns).iter_rows()) == sorted(naive_spells(staff))


def naive_spells(posts: list[Post]) -> Iterable[tuple[Any, ...]]:
    for org in {post[1] for post in posts}:
        months = sorted({post[0] for post in posts if post[1] == org})
        for person in {post[2] for post in posts if post[1] == org}:
            own = [post for post in posts if post[1:3] == (org, person)]
            spell: list[int] = []
            for month in [*months, None]:
                if month is not None and any(post[0] == month for post in own):
                    spell.append(month)
                elif spell:
                    group = max(post[4] for post in own if post[0] == spell[0])
                    age = max(post[6] for post in own if post[0] == spell[-1])
                    days = [MONTHS[at] for at in (spell[0], spell[-1], months[0], months[-1])]
                    yield (org, person, *days, group, age)
                    spell = []


@settings(max_examples=30, deadline=None)
@given(POSTS)
def test_nobody_on_two_lists_in_a_month_is_overlooked(posts: list[Post]) -> None:
    rows = database().con.sql(ibis.to_sql(_of_several(held(posts)[1]), dialect="duckdb")).pl()
    together = {
        (month, person): {p[1] for p in posts if (p[0], p[2]) == (month, person)} for month, _, person, *_ in posts
    }
    shared = {(MONTHS[month], person) for (month, person), orgs in together.items() if len(orgs) > 1}
    assert shared <= set(rows.select("month", "person").iter_rows())


class Kept:
    """A lake of the slices given, which notes what it was asked."""

    def __init__(self, posts: list[Post], live: Iterable[int]) -> None:
        frame, table = held(posts)
        self.live = sorted(set(live) & set(frame["slice"]))
        self.rows = table.filter(table.slice.isin(self.live))
        self.backend, self.version, self.read_rows = SimpleNamespace(name="duckdb"), "any", 0

    def table(self, _: Table) -> Any:
        return self.rows

    def text(self, query: Any, *about: Any) -> str:
        return str(ibis.to_sql(query(self, *about), dialect="duckdb"))

    def ask(self, query: Any, *about: Any) -> pl.DataFrame:
        return self.read(query(self, *about))

    def read(self, query: Any) -> pl.DataFrame:
        rows = database().con.sql(ibis.to_sql(query, dialect="duckdb")).pl()
        self.read_rows += rows.height
        return rows


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(module.settings, "HOME", tmp_path)

    def asked(lake: Kept) -> pl.DataFrame:
        slices = [SimpleNamespace(id=number, table=Table.ASSIGNMENT) for number in lake.live]
        monkeypatch.setattr(module, "live_slices", lambda _: slices)
        # The live slices stand in the text of this table, as they do not in the lake's: leave them out of the key.
        monkeypatch.setattr(module, "_file", lambda _: tmp_path / "derived" / "kept.parquet")
        kept = module.by_slice(lake, Table.ASSIGNMENT, _count, "headcount", ("staff_group",), ())  # type: ignore[arg-type]
        return kept.sort("slice", "staff_group")

    return asked


JANUARY, FEBRUARY, MARCH = ((at, "A", person, 1, "nurse", None, 30) for at, person in ((0, 1), (1, 2), (2, 3)))
SLICES = [65, 75, 85]


def test_a_new_slice_is_counted_alone(ask: Any) -> None:
    posts = [JANUARY, FEBRUARY, MARCH]
    ask(Kept(posts, SLICES[:2]))
    later = Kept(posts, SLICES)
    assert ask(later)["slice"].to_list() == SLICES
    assert later.read_rows == 1


def test_what_was_counted_is_not_counted_again(ask: Any) -> None:
    first = ask(Kept([JANUARY, FEBRUARY], SLICES))
    again = Kept([JANUARY, FEBRUARY], SLICES)
    assert ask(again).equals(first)
    assert again.read_rows == 0


def test_a_superseded_slice_counts_no_more(ask: Any) -> None:
    posts = [JANUARY, FEBRUARY, MARCH]
    ask(Kept(posts, SLICES))
    assert ask(Kept(posts, SLICES[1:]))["slice"].to_list() == SLICES[1:]
    assert ask(Kept(posts, SLICES))["slice"].to_list() == SLICES


def test_a_slice_of_nobody_is_remembered(ask: Any) -> None:
    bank: Post = (1, "A", 2, 1, "nurse", "bank", 30)
    ask(Kept([JANUARY, bank], SLICES))
    again = Kept([JANUARY, bank], SLICES)
    assert ask(again)["slice"].to_list() == SLICES[:1]
    assert again.read_rows == 0
