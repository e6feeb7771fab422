"""Every test has its own home folder, its own database and no network."""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

if "PYTEST_XDIST_WORKER" not in os.environ:
    HOME = tempfile.mkdtemp(prefix="wholetime-test-")
    os.environ["WHOLETIME_HOME"] = HOME
    atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ.pop("WHOLETIME_DEMO", None)

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def published() -> Path:
    """The folder of published files: ``WHOLETIME_DATA`` or the ones bundled in ``data/``."""
    return Path(os.environ.get("WHOLETIME_DATA") or REPOSITORY / "data")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Connections may go to this machine only."""
    genuine = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "localhost", "::1"):
            raise AssertionError(f"a test tried to reach {address[0]}")
        genuine(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", connect)
    yield
