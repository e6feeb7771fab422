"""Installations to break, each with a home folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.config.conftest import nothing_left_running
from tests.config.installations import Installation, prepared, sickness
from tests.config.lake_of_its_own import lake

__all__ = ["lake", "nothing_left_running"]


@pytest.fixture
def here(tmp_path: Path) -> Installation:
    """An installation with April loaded: five days lost of a hundred in one trust."""
    found = prepared(tmp_path)
    found.run("load", sickness(tmp_path / "april.csv", ("R0A", 5)))
    return found
