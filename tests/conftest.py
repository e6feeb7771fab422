"""Every run has its own home folder (tests/settings.py), its own database and no network."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client
from hypothesis import HealthCheck, settings
from whitenoise.middleware import WhiteNoiseMiddleware

from wholetime.chassis.postgres.reach import OPERATOR, by_default

by_default(OPERATOR)  # what a test does itself; each request it sends says who asks

# The same examples each time, and no stopwatch: the machine may be busy.
settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
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


@pytest.fixture(autouse=True, scope="session")
def emptying_between_tests() -> None:
    """Tests with real transactions empty all tables afterwards: the audit too, which nothing else may do."""
    genuine = DatabaseOperations.execute_sql_flush

    def empty(self: DatabaseOperations, statements: list[str]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("select tgrelid::regclass::text from pg_trigger where tgname = 'stays_as_written'")
            tables = [table for (table,) in cursor.fetchall()]
            cursor.execute("select to_regclass('procrastinate_jobs')")
            (jobs,) = cursor.fetchone()
            for table in tables:
                cursor.execute(f"alter table {table} disable trigger stays_as_written")
            genuine(self, statements)
            # Django empties only the tables it manages; the queue of jobs is procrastinate's.
            if statements and jobs:
                cursor.execute("truncate procrastinate_jobs, procrastinate_workers restart identity cascade")
            for table in tables:
                cursor.execute(f"alter table {table} enable always trigger stays_as_written")

    DatabaseOperations.execute_sql_flush = empty


@pytest.fixture(autouse=True, scope="session")
def static_files_listed_once() -> None:
    """Every test client loads the middleware anew, and to list the static files takes a third of a request's time."""
    genuine = WhiteNoiseMiddleware.add_files_from_finders
    listed: dict[str, object] = {}

    def once(self: WhiteNoiseMiddleware) -> None:
        if not listed:
            genuine(self)
            listed.update(self.files)
        self.files.update(listed)

    WhiteNoiseMiddleware.add_files_from_finders = once
