"""A database of a test's own beside the run's, in the same server: for what empties or migrates all of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from psycopg import sql


@contextmanager
def fresh_database(name: str) -> Iterator[None]:
    """Everything that asks the database asks an empty one called ``name``, which is dropped in the end."""
    usual = str(connection.settings_dict["NAME"])
    _on_server("drop database if exists {}", name)
    _on_server("create database {}", name)
    _ask(name)
    try:
        yield
    finally:
        _ask(usual)
        _on_server("drop database {} with (force)", name)


def _ask(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    ContentType.objects.clear_cache()


def _on_server(statement: str, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(sql.Identifier(name)))
