"""Filling an empty database with the rows of another: tables as they were then, rows as they are, triggers at rest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from wholetime.chassis.engine.archive import Entry
from wholetime.chassis.engine.archive.contents import Contents, Newer, table_of, table_rows
from wholetime.chassis.queries import rows


class NotAlike(ValueError):
    """What was written is not what the backup holds; the message says where."""


MODES = {"O": "enable", "A": "enable always", "R": "enable replica", "D": "disable"}
"""How PostgreSQL keeps and how it takes the state of a trigger."""


def refuse_newer(contents: Contents) -> None:
    """Raises Newer where a newer wholetime made the database of the backup."""
    known = set(MigrationLoader(None).disk_migrations)
    strange = [f"{app}.{name}" for app, name in contents.about["migrations"] if (app, name) not in known]
    if strange:
        made_by = contents.about["wholetime"]
        raise Newer(
            f"the backup was made by a newer wholetime ({made_by}) than this one: install that, and restore with it. "
            f"Unknown here: {', '.join(strange[:3])}"
        )


MARK = "restore_in_progress"
"""A table that is there from the first moment of a restore until all is verified."""


def is_empty() -> bool:
    """Whether the database has no table, or only what a restore that was killed left behind: that goes now."""
    held = connection.introspection.table_names()
    if MARK in held:
        clear()
        return True
    return not held


def clear() -> None:
    """Empty the database into which a restore was begun."""
    for statements in (_DROP_TABLES, _DROP_FUNCTIONS, _DROP_TYPES):
        with connection.cursor() as cursor:
            cursor.execute(statements)
            for (statement,) in cursor.fetchall():
                cursor.execute(statement)


# What an extension brought is its own.
_DROP_TABLES = """
select format('drop table if exists %I cascade', o.relname) from pg_class o
where o.relkind in ('r', 'p') and o.relnamespace = current_schema()::regnamespace
and not exists (select from pg_depend d where d.objid = o.oid and d.deptype = 'e')
"""
_DROP_FUNCTIONS = """
select format('drop routine if exists %s cascade', o.oid::regprocedure) from pg_proc o
where o.pronamespace = current_schema()::regnamespace
and not exists (select from pg_depend d where d.objid = o.oid and d.deptype = 'e')
"""
_DROP_TYPES = """
select format('drop type if exists %I cascade', o.typname) from pg_type o
where o.typtype in ('e', 'd') and o.typnamespace = current_schema()::regnamespace
and not exists (select from pg_depend d where d.objid = o.oid and d.deptype = 'e')
"""


def make_tables(contents: Contents) -> None:
    """The tables as they were when the backup was made, without rows. Not one transaction: PostgreSQL lets no new
    value of an enumeration be used in the transaction that adds it."""
    _run(f"create table {MARK} ()")
    executor = MigrationExecutor(connection)
    executor.migrate([(app, name) for app, name in contents.about["migrations"]])
    made, held = {table.name: table.columns for table in rows.tables()}, contents.about["tables"]
    strange = sorted(name for name in held if set(held[name]) - set(made.get(name, ())))
    if strange:
        raise NotAlike(f"the backup holds tables or columns that its migrations do not make: {', '.join(strange)}")


def unmark() -> None:
    _run(f"drop table {MARK}")


def fill(contents: Contents, parts: Iterable[Entry]) -> None:
    """Enter the rows in ``parts``, and see that each table then holds the same rows. Raises NotAlike."""
    with _triggers_at_rest():
        names = [sql.Identifier(table) for table in connection.introspection.table_names()]
        _run(sql.SQL("truncate {}").format(sql.SQL(", ").join(names)))
        _run("set constraints all deferred")
        for table, entries in groupby(parts, table_of):
            columns = contents.columns(table)
            rows.copy_in(table, columns, (block for each in entries for block in table_rows(each, columns)))
            _same(table, contents)
        _run("set constraints all immediate")
    for name, last in contents.sequences.items():
        _run("select setval(%s, %s)", [name, last])


def _same(name: str, contents: Contents) -> None:
    told, check = contents.tables[name], hashlib.sha256()
    for block in rows.copied_out(rows.TableRows(name, contents.columns(name), 0, ())):
        check.update(block)
    if rows.row_count(name) != told["rows"] or check.hexdigest() != told["sha256"]:
        raise NotAlike(f"{name} does not hold the {told['rows']:,} rows of the backup")


@contextmanager
def _triggers_at_rest() -> Iterator[None]:
    """Rows are entered as they are: nothing is written down a second time, nothing refused."""
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGERS)
        held = cursor.fetchall()
    for table, trigger, _ in held:
        _set(table, trigger, "disable")
    yield
    for table, trigger, mode in held:
        _set(table, trigger, MODES[mode])


_TRIGGERS = """
select c.relname, t.tgname, t.tgenabled from pg_trigger t
join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
where n.nspname = current_schema() and not t.tgisinternal and t.tgenabled <> 'D'
"""


def _set(table: str, trigger: str, state: str) -> None:
    statement = sql.SQL("alter table {} {} trigger {}")
    _run(statement.format(sql.Identifier(table), sql.SQL(state), sql.Identifier(trigger)))


def _run(statement: Any, values: list[Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
