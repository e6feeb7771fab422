"""The small world, with three small publications loaded."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.dataset.web.small_world import World, world
from tests.insight.published_files import written

from wholetime.dataset.api import load_file

__all__ = ["planned", "world"]


@pytest.fixture
def planned(world: World, tmp_path: Path) -> World:
    for file in written(tmp_path):
        assert load_file(file).state == "committed"
    return world
