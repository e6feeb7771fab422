"""Terms kept on disk say what is worked out anew, and a question reads of them no more than its own months."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import polars as pl
import pytest
from django.conf import settings
from polars.testing import assert_frame_equal

from wholetime.chassis.api import operator_scope
from wholetime.dataset.engine.figures.catalogue import catalogue, recipe_for
from wholetime.dataset.queries.figures import counted, kept_terms
from wholetime.dataset.queries.figures.answer import answer, periods_held
from wholetime.dataset.queries.figures.ask import Ask, View
from wholetime.dataset.queries.figures.counted import counted_for, terms_of
from wholetime.dataset.queries.figures.coverage import coverage
from wholetime.dataset.queries.figures.kept_terms import SPEAKING, Terms
from wholetime.dataset.queries.figures.placed import placed
from wholetime.dataset.queries.figures.spans import in_period
from wholetime.dataset.queries.figures.terms import held_terms
from wholetime.dataset.queries.manifest import Version
from wholetime.kernel.period import parse_period

NAMES = ("headcount", "wte", "leaver_rate", "sickness_rate", "vacancy_rate", "patients_per_wte", "aged_55_and_over")
BY = ((), ("org",), ("sex",), ("period", "staff_group"), ("system", "staff_group"))
PERIODS = (None, parse_period("2025-09"), parse_period("2025-07-01/2025-09-30"))


@pytest.fixture(autouse=True)
def forgotten(tiny_system: object) -> None:
    """As in another process: what is on disk stays."""
    for cached in (kept_terms._speaking, kept_terms._of, kept_terms._every):
        cached.cache_clear()


def plainly(held: Terms) -> pl.DataFrame:
    return held_terms(held.version, held.recipe, held.breakdowns, held.where, held.window)


def questions() -> list[tuple[Ask, Any]]:
    found = product(NAMES, BY, PERIODS)
    asked = [Ask(name, operator_scope(), place="SYN", by=by, period=period) for name, by, period in found]
    asked += [Ask("headcount", operator_scope(), by=("org",), where=(("sex", "Female"),), view=View.AS_NOW)]
    return [(ask, recipe_for(ask.name)) for ask in asked]


def test_of_all_that_is_held_a_question_reads_what_it_is_about(monkeypatch: pytest.MonkeyPatch) -> None:
    """Against the plain path: everything worked out and placed, and then the months chosen."""
    for ask, recipe in questions()[::4]:
        ever = placed(plainly(terms_of(recipe, ask)), ask)
        expected = in_period(ever, ask.period, "period" in ask.by)
        for few in (0, 12):
            monkeypatch.setattr(counted, "FEW", few)
            found = counted_for(ask, recipe)
            assert_frame_equal(found.terms, expected, check_row_order=False, check_column_order=False)
        if expected.height:
            told = coverage(placed(terms_of(recipe, ask).speaking(), ask), expected, found.parts)
            assert_frame_equal(told, coverage(ever, expected, found.parts), check_row_order=False)


def test_what_is_on_disk_is_what_was_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    for ask, recipe in questions()[::7]:
        held = terms_of(recipe, ask)
        expected = plainly(held)
        made = held.every()
        kept_terms._every.cache_clear()
        with monkeypatch.context() as patch:
            patch.setattr(kept_terms, "held_terms", lambda *_: pytest.fail("worked out again"))
            assert_frame_equal(held.every(), made)
            assert_frame_equal(held.speaking(), expected.select(SPEAKING).unique(), check_row_order=False)
        assert_frame_equal(made, expected, check_row_order=False)


def test_of_another_version_nothing_is_left_and_of_another_release_nothing_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = settings.HOME / "derived" / "terms"
    held = terms_of(recipe_for("headcount"), Ask("headcount", operator_scope()))
    held.every()
    before = set(folder.glob("*"))
    monkeypatch.setattr(kept_terms, "release", lambda: "another")
    kept_terms._every.cache_clear()
    held.every()
    both = set(folder.glob("*"))
    assert len(both) == 2 * len(before) > 0
    kept_terms._tidy(Version(1, 1))
    assert not set(folder.glob("*"))


def test_the_oldest_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_terms, "MOST_KEPT", 4)
    for by in BY:
        terms_of(recipe_for("headcount"), Ask("headcount", operator_scope(), by=by)).speaking()
    assert len(list((settings.HOME / "derived" / "terms").glob("*.parquet"))) <= 4


@pytest.mark.parametrize(("view", "where"), [(View.AS_WAS, ()), (View.AS_NOW, (("staff_group", "nursing"),))])
def test_the_periods_held_are_those_of_an_answer_by_source_and_period(
    view: View, where: tuple[tuple[str, str], ...]
) -> None:
    for name in catalogue():
        ask = Ask(name, operator_scope(), place="SYN", where=where, view=view)
        figures = answer(replace(ask, by=("source", "period")))
        expected = {(dict(figure.scope.detail)["source"], figure.period) for figure in figures}
        assert periods_held(ask) == expected, name
