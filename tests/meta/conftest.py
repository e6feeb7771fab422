"""The small world, for tests of who may open what."""

from __future__ import annotations

import pytest
from tests.dataset.web.small_world import world

from wholetime.chassis.web import second_factor

__all__ = ["world"]


@pytest.fixture(autouse=True)
def just_now_lasts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A factor given as a test began counts as given just now to its end: a walk through all routes takes minutes."""
    monkeypatch.setattr(second_factor, "JUST", 24 * 60 * 60)
