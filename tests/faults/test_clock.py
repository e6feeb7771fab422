"""The clock put back or forward: the newest is still the newest, and nothing that counts is lost."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings
from tests.config.installations import sickness

from wholetime.chassis.models import Installation
from wholetime.dataset.actions.load_file import load_file
from wholetime.dataset.actions.sweep import sweep
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.models import Load
from wholetime.dataset.queries.lake import lake
from wholetime.dataset.queries.manifest import current_version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_lake(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "home"
    settings.LAKE = settings.HOME / "lake"
    settings.LAKE.mkdir(parents=True)
    Installation.objects.get_or_create()


def days_lost() -> dict[str, Decimal]:
    known = lake()
    rows = known.table(Table.OBSERVATION)
    return dict(known.read(rows.filter(rows.measure == "fte_days_lost").select("org", "value")).iter_rows())


@pytest.mark.parametrize("hours", [-48, -1, 0, 48])
def test_a_correction_counts_whatever_the_clock_says(
    hours: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_file(sickness(tmp_path / "april.csv", ("RXA", 5)))
    assert days_lost() == {"RXA": Decimal(5)}
    before, moved = current_version(), timezone.now() + timedelta(hours=hours)
    monkeypatch.setattr(timezone, "now", lambda: moved)
    load_file(sickness(tmp_path / "corrected.csv", ("RXA", 8)))
    assert current_version() != before
    assert days_lost() == {"RXA": Decimal(8)}
    load_file(sickness(tmp_path / "again.csv", ("RXA", 9)))
    assert days_lost() == {"RXA": Decimal(9)}, "two commits in one moment of the clock are two"
    assert Load.objects.count() == 3


def test_a_clock_far_ahead_sweeps_away_nothing_that_a_record_names(tmp_path: Path) -> None:
    load_file(sickness(tmp_path / "april.csv", ("RXA", 5)))
    load_file(sickness(tmp_path / "corrected.csv", ("RXA", 8)))
    assert sweep(now=timezone.now().timestamp() + 10**9) == []
    assert days_lost() == {"RXA": Decimal(8)}
