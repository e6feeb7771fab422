"""The database's rows as CSV, table by table, for backups and exports: COPY, so that no row is held in memory."""

from __future__ import annotations

import graphlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from psycopg import sql

LEFT_OUT = frozenset({"django_session", "usersessions_usersession", "chassis_counter"})
"""Who is signed in, and who tried how often, belongs to one moment: a copy of it would be a set of open doors."""

READ_ALIKE = (
    "set local timezone to 'UTC'",
    "set local datestyle to 'ISO, YMD'",
    "set local intervalstyle to 'iso_8601'",
    "set local bytea_output to 'hex'",
    "set local extra_float_digits to 1",
    "set local synchronize_seqscans to off",  # or a large table may begin in its middle
    "set local row_security to off",  # an error, rather than rows left out unsaid
)
"""So that two databases that hold the same rows write the same bytes."""


@dataclass(frozen=True, slots=True)
class TableRows:
    """A table with its columns in order, its size on disk in bytes, and the tables that must be filled before it."""

    name: str
    columns: tuple[str, ...]
    size: int
    after: tuple[str, ...]


@contextmanager
def snapshot() -> Iterator[None]:
    """One moment of the database, whatever is committed meanwhile; inside a transaction, the moment is that one's."""
    first = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if first:
            cursor.execute("set transaction isolation level repeatable read, read only")
        for statement in READ_ALIKE:
            cursor.execute(statement)
        yield


def tables() -> list[TableRows]:
    """Every table but those in LEFT_OUT, each after those that it points at."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        found = {name: TableRows(name, tuple(columns), size, tuple(after)) for name, columns, size, after in cursor}
    held = {name: rows for name, rows in found.items() if name not in LEFT_OUT}
    order = graphlib.TopologicalSorter({name: set(rows.after) & held.keys() for name, rows in sorted(held.items())})
    return [held[name] for name in order.static_order()]


# Foreign keys that are checked at the end of the transaction ask for no order. Generated columns make themselves.
_TABLES = """
select c.relname,
       array(select attname::text from pg_attribute
             where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '' order by attnum),
       pg_table_size(c.oid),
       array(select distinct f.confrelid::regclass::text from pg_constraint f
             where f.conrelid = c.oid and f.contype = 'f' and not f.condeferrable and f.confrelid <> c.oid)
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = current_schema() and c.relkind = 'r' order by c.relname
"""


def copied_out(table: TableRows) -> Iterator[bytes]:
    """The rows of ``table`` as CSV without a header, some rows at a time. Null is nothing, an empty text ``""``."""
    statement = sql.SQL("copy {} ({}) to stdout (format csv)").format(sql.Identifier(table.name), _names(table.columns))
    with connection.cursor() as cursor, _copy(cursor, statement) as copy:
        for block in copy:
            yield bytes(block)


def copied_out_plainly(table: TableRows) -> Iterator[bytes]:
    """The rows with a heading, for people: a text that a spreadsheet could take for a formula has an apostrophe."""
    texts = {name for name, kind in columns_of(table.name) if kind.startswith(("text", "character", "jsonb"))}
    chosen = [_guarded(name) if name in texts else sql.Identifier(name) for name in table.columns]
    statement = sql.SQL("copy (select {} from {} order by 1) to stdout (format csv, header)")
    with connection.cursor() as cursor:
        found = statement.format(sql.SQL(", ").join(chosen), sql.Identifier(table.name))
        with _copy(cursor, found) as copy:
            for block in copy:
                yield bytes(block)


def _guarded(name: str) -> sql.Composed:
    text = r"case when {0}::text ~ E'^[-=+@\t\r\n]' then '''' || {0}::text else {0}::text end as {0}"
    return sql.SQL(text).format(sql.Identifier(name))


def columns_of(table: str) -> list[tuple[str, str]]:
    """Name and PostgreSQL type of each column."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select attname, format_type(atttypid, atttypmod) from pg_attribute "
            "where attrelid = to_regclass(%s) and attnum > 0 and not attisdropped order by attnum",
            [table],
        )
        return list(cursor.fetchall())


def copy_in(name: str, columns: tuple[str, ...], blocks: Iterator[bytes]) -> None:
    """Enter the rows of ``copied_out``."""
    statement = sql.SQL("copy {} ({}) from stdin (format csv)").format(sql.Identifier(name), _names(columns))
    with connection.cursor() as cursor, _copy(cursor, statement) as copy:
        for block in blocks:
            copy.write(block)


def _names(columns: tuple[str, ...]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))


def _copy(cursor: Any, statement: sql.Composed) -> Any:
    return cursor.copy(statement)


def row_count(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(name)))
        return int(cursor.fetchone()[0])


def sequences() -> dict[str, int]:
    """The last number that each sequence gave; those never asked are left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select sequencename, last_value from pg_sequences "
            "where schemaname = current_schema() and last_value is not null"
        )
        return dict(cursor.fetchall())


def migrations() -> list[tuple[str, str]]:
    """App and name of each migration that made this database what it is."""
    with connection.cursor() as cursor:
        cursor.execute("select app, name from django_migrations order by id")
        return list(cursor.fetchall())


def server_version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("show server_version")
        return str(cursor.fetchone()[0])
