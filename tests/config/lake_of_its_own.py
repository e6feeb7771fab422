"""A home folder and a lake of a test's own, in a process that shares its database."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from wholetime.chassis.models import Installation


@pytest.fixture
def lake(db: None, settings: Settings, tmp_path: Path) -> Path:
    """The folder of an empty lake, of an installation in which nothing else is."""
    settings.HOME = tmp_path / "home"
    settings.LAKE = settings.HOME / "lake"
    settings.LAKE.mkdir(parents=True)
    Installation.objects.get_or_create()
    return Path(settings.LAKE)
