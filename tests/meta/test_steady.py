"""No test hangs on the clock, or on what ran before it in the same process."""

from __future__ import annotations

import importlib.util
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import seconds_of_today

from wholetime.chassis.models import Node
from wholetime.chassis.queries.tree import tree

OWN = 987_654_321
"""A constant that no draw would come upon."""


def drawn() -> list[int]:
    found: list[int] = []

    @given(st.integers(0, 10**9))
    def one(number: int) -> None:
        found.append(number)

    one()
    return found


def test_examples_are_the_same_whatever_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = drawn()
    file = tmp_path / "loaded_since.py"
    file.write_text("".join(f"C{number} = {OWN + number}\n" for number in range(99)))
    spec = importlib.util.spec_from_file_location("loaded_since", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setitem(sys.modules, "loaded_since", module)
    assert drawn() == before


@pytest.mark.parametrize("day", [(2027, 3, 27), (2027, 3, 28), (2027, 7, 1), (2027, 10, 31), (2027, 12, 31)])
def test_how_long_a_day_goes_on_is_told_when_clocks_change_too(day: tuple[int, int, int]) -> None:
    assert seconds_of_today(datetime(*day, 23, 59, 30, tzinfo=ZoneInfo("Europe/London"))) == 30


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["R0A", "RMC"])
def test_a_tree_without_a_version_is_that_of_the_test(code: str) -> None:
    Node.objects.create(code=code, kind="organisation", name=code)
    assert tree().nodes["code"].to_list() == [code]


def test_no_example_is_drawn_against_the_clock() -> None:
    profile = settings.default
    assert profile is not None
    assert profile.derandomize
    assert profile.deadline is None
    assert HealthCheck.too_slow in profile.suppress_health_check
