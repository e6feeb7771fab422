"""Every run has its own home folder (tests/settings.py), its own database and no network."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import settings

# The same examples each time, and no stopwatch: the machine may be busy.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def published() -> Path:
    """The folder of published files: ``WHOLETIME_DATA`` or the ones bundled in ``data/``."""
    return Path(os.environ.get("WHOLETIME_DATA") or REPOSITORY / "data")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections may go to this machine only."""
    genuine = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "localhost", "::1"):
            raise AssertionError(f"a test tried to reach {address[0]}")
        genuine(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture(autouse=True)
def whole_sign_in(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """``force_login`` stands for a whole sign-in, with both factors; ``one_factor`` marks the tests of the half one."""
    if request.node.get_closest_marker("one_factor"):
        return
    genuine = Client.force_login

    def force_login(self: Client, user: object, backend: str | None = None) -> None:
        genuine(self, user, backend)  # type: ignore[arg-type]
        session = self.session
        session["wholetime.second_factor"] = {"account": user.pk, "how": "test", "at": 0}  # type: ignore[attr-defined]
        session.save()

    monkeypatch.setattr(Client, "force_login", force_login)
