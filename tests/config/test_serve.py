"""How the site is served."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import granian
import pytest

from wholetime.chassis.postgres.reach import OPERATOR, by_default
from wholetime.config.commands.serve import SHARED, run_site


@pytest.fixture
def methods(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[list[str]]:
    """How web processes would have been begun, instead of beginning them."""
    found: list[str] = []

    class Noted:
        def __init__(self, *_: object, **__: object) -> None:
            found.append(multiprocessing.get_start_method())

        def serve(self) -> None:
            pass

    before = multiprocessing.get_start_method()
    monkeypatch.setattr(granian, "Granian", Noted)
    monkeypatch.setenv(SHARED, str(tmp_path))  # or the folder that it makes and removes would stay named
    yield found
    multiprocessing.set_start_method(before, force=True)
    by_default(OPERATOR)


def test_web_processes_are_not_forked(methods: list[str]) -> None:
    """The demo has loaded files with Polars when it begins to serve; a fork of it hangs at its first frame."""
    run_site("127.0.0.1", 0, 2, jobs=False)
    assert methods == ["spawn"]
