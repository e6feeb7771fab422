"""The embedded server is waited for, and what never comes is told."""

from __future__ import annotations

import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from wholetime.chassis.postgres import embedded

HERE = Path("/home/data")


def package(*answers: object) -> Any:
    """A package whose server answers in turn so; like the real one it remembers a server that did not come up."""
    left = list(answers)
    instances: dict[Path, object] = {}

    def get_server(data: Path) -> object:
        assert data not in instances, "asked of one that is remembered and does not run"
        instances[data] = answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return SimpleNamespace(get_server=get_server, PostgresServer=SimpleNamespace(_instances=instances))


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "PAUSE", 0)


def test_a_server_that_starts_slowly_is_waited_for() -> None:
    late = subprocess.TimeoutExpired("pg_ctl", 10)
    assert embedded._server(package(late, AssertionError(), "running"), HERE) == "running"


def test_one_that_never_starts_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "PATIENCE", -1)
    with pytest.raises(subprocess.TimeoutExpired):
        embedded._server(package(subprocess.TimeoutExpired("pg_ctl", 10)), HERE)


def test_one_that_cannot_start_is_told_at_once() -> None:
    with pytest.raises(subprocess.CalledProcessError):
        embedded._server(package(subprocess.CalledProcessError(1, "pg_ctl")), HERE)
