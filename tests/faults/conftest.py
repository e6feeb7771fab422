"""Installations to break, each with a home folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.config.installations import Installation, lay_out, sickness


@pytest.fixture
def here(tmp_path: Path) -> Installation:
    """An installation with April loaded: five days lost of a hundred in one trust."""
    found = lay_out(tmp_path)
    found.run("load", sickness(tmp_path / "april.csv", ("R0A", 5)))
    return found
