"""Every run has its own home folder (tests/settings.py), its own database and no network."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants
from whitenoise.middleware import WhiteNoiseMiddleware

from wholetime.chassis.postgres.reach import OPERATOR, by_default

by_default(OPERATOR)  # what a test does itself; each request it sends says who asks

# The same examples each time, and no stopwatch: the machine may be busy.
settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")
# Hypothesis also draws the constants of whatever modules are loaded by then, which are others beside other tests.
providers._get_local_constants = Constants

REPOSITORY = Path(__file__).resolve().parents[1]

LATE = 60
"""Seconds before midnight in which no test begins: what it takes for today or last month would change under it."""


def pytest_runtest_setup(item: pytest.Item) -> None:
    left = min(seconds_of_today(datetime.now(zone)) for zone in (UTC, ZoneInfo("Europe/London")))
    if left < LATE:
        time.sleep(left + 1)


def seconds_of_today(now: datetime) -> float:
    """Seconds from ``now``, in its zone, to the midnight that ends its day."""
    return 86_400 - (now - now.replace(hour=0, minute=0, second=0, microsecond=0)).total_seconds()


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
def own_tree() -> Iterator[None]:
    """A tree without a version is each test's own: by a blank one a process would remember that of a test before."""
    from wholetime.chassis.queries import tree

    genuine, own = tree._version_now, f"of this test: {uuid4()}"
    with pytest.MonkeyPatch.context() as patch:  # not the test's, which some undo half way
        patch.setattr(tree, "_version_now", lambda: genuine() or own)
        yield


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
