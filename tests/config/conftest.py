"""Installations of the tests' own, put down in the end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.config.installations import put_down
from tests.config.lake_of_its_own import lake

__all__ = ["lake"]


@pytest.fixture(autouse=True)
def nothing_left_running(request: pytest.FixtureRequest) -> Iterator[None]:
    """A killed process leaves its database running; not longer than its test."""
    folder = request.getfixturevalue("tmp_path") if "tmp_path" in request.fixturenames else None
    yield
    if folder is not None:
        put_down(folder)
