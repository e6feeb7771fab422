"""Triggers that link every event to the one before, and refuse to change what was written.

A row may go only where an ``AuditRemoval`` of the same transaction names it.

They are made after each migration, for every event table of every room and for each model that says ``chained``.
They fire for every role, a superuser with replication settings included; who owns the tables can still take them
away, and that is what ``audit verify`` and a head kept elsewhere are for.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from django.apps import apps
from django.db import connection, transaction
from pghistory.models import Event
from psycopg import sql

LINK, KEPT, GONE = "linked_as_written", "stays_as_written", "goes_as_recorded"
LINKER = "chassis_audit_link"
OWN = ("chassis_auditlink", "chassis_auditshape")
FOR_EVER = "chassis_auditremoval"
"""Chained, and what it says of the others' rows is never removed."""

REFUSE, REFUSE_UNRECORDED = "chassis_refuse_to_rewrite", "chassis_refuse_unrecorded"


@dataclass(frozen=True, slots=True)
class Chained:
    """A table whose rows are linked: its key, and its columns by name."""

    table: str
    key: str
    columns: tuple[str, ...]

    @property
    def shape(self) -> str:
        return shape_of(self.table, list(self.columns))


def shape_of(table: str, columns: list[str]) -> str:
    """The name of a list of columns."""
    return hashlib.sha256(json.dumps([table, *columns]).encode()).hexdigest()[:16]


def chained_tables() -> list[Chained]:
    """Every table that is linked and is there, by name."""
    held = set(connection.introspection.table_names())
    wanted = {
        model._meta.db_table: model._meta.pk.column  # noqa: SLF001  Django's public name
        for model in apps.get_models()
        if model._meta.managed and (issubclass(model, Event) or getattr(model, "chained", False))  # noqa: SLF001
    }
    return [Chained(table, str(key), _columns(table)) for table, key in sorted(wanted.items()) if table in held]


def _columns(table: str) -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select attname::text from pg_attribute where attrelid = to_regclass(%s) "
            "and attnum > 0 and not attisdropped and attgenerated = ''",
            [table],
        )
        return tuple(sorted(name for (name,) in cursor.fetchall()))


def contents(columns: tuple[str, ...] | list[str], row: str) -> sql.Composed:
    """SQL: the values of ``columns`` of ``row`` as one JSON array."""
    values = [sql.SQL("{}.{}").format(sql.Identifier(row), sql.Identifier(name)) for name in columns]
    return sql.SQL("jsonb_build_array({})").format(sql.SQL(", ").join(values))


def arm() -> None:
    """Give every table its triggers, as its columns are now. Harmless to repeat."""
    with transaction.atomic():
        for table in OWN:
            _keep_all(table)
        for chained in chained_tables():
            new = _describe(chained)
            _run(_FUNCTION.format(**_names(chained)))
            _trigger(chained.table, LINK, "after insert", "row", _function(chained))
            _keep_all(chained.table) if chained.table == FOR_EVER else _keep(chained)
            if new:
                _run(_ADOPT.format(**_names(chained)))


def _keep_all(table: str) -> None:
    _trigger(table, KEPT, "before update or delete or truncate", "statement", REFUSE)


def _keep(chained: Chained) -> None:
    _trigger(chained.table, KEPT, "before update or truncate", "statement", REFUSE)
    _trigger(chained.table, GONE, "after delete", "statement", REFUSE_UNRECORDED, chained.key)


def _describe(chained: Chained) -> bool:
    """Write down the columns; whether nothing was known of the table before."""
    with connection.cursor() as cursor:
        cursor.execute("select shape from chassis_auditshape where chain = %s", [chained.table])
        known = {shape for (shape,) in cursor.fetchall()}
        if chained.shape not in known:
            cursor.execute(
                "insert into chassis_auditshape (shape, chain, columns) values (%s, %s, %s)",
                [chained.shape, chained.table, json.dumps(chained.columns)],
            )
    return not known


def _function(chained: Chained) -> str:
    return f"link_{chained.table}"[:63]


def _names(chained: Chained) -> dict[str, sql.Composable]:
    context = "(select metadata from pghistory_context c where c.id = {}.pgh_context_id)"
    asked = context if "pgh_context_id" in chained.columns else "null::jsonb"
    return {
        "function": sql.Identifier(_function(chained)),
        "linker": sql.Identifier(LINKER),
        "table": sql.Identifier(chained.table),
        "chain": sql.Literal(chained.table),
        "shape": sql.Literal(chained.shape),
        "key": sql.Identifier(chained.key),
        "contents": contents(chained.columns, "new"),
        "context": sql.SQL(asked).format(sql.Identifier("new")),
    }


# The settings are those that the text of a value depends on.
_FUNCTION = sql.SQL("""
create or replace function {function}() returns trigger language plpgsql
security definer set search_path from current
set timezone to 'UTC' set intervalstyle to 'iso_8601' set bytea_output to 'hex' set extra_float_digits to 1 as $$
begin
  perform {linker}({chain}, {shape}, new.{key}, {contents}, {context});
  return null;
end
$$
""")

# What was written before there was a chain is linked as it is found, in its order; later finds never are.
_ADOPT = sql.SQL("""
do $$
declare new record;
begin
  set local timezone to 'UTC'; set local intervalstyle to 'iso_8601';
  set local bytea_output to 'hex'; set local extra_float_digits to 1;
  for new in select * from {table} order by {key} loop
    perform {linker}({chain}, {shape}, new.{key}, {contents}, {context});
  end loop;
end
$$
""")


def _trigger(table: str, name: str, when: str, each: str, function: str, *key: str) -> None:
    """``key`` is given to a function that looks at the rows that are gone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select tgenabled::text from pg_trigger where tgrelid = to_regclass(%s) and tgname = %s", [table, name]
        )
        found = cursor.fetchone()
    names = {"name": sql.Identifier(name), "table": sql.Identifier(table), "function": sql.Identifier(function)}
    if found is None:
        seen = "referencing old table as gone" if key else ""
        text = f"create trigger {{name}} {when} on {{table}} {seen} for each {each} execute function "
        text += "{function}({key})"
        _run(sql.SQL(text).format(key=sql.SQL(", ").join(map(sql.Literal, key)), **names))
    if found is None or found[0] != "A":
        _run(sql.SQL("alter table {table} enable always trigger {name}").format(**names))


def _run(statement: sql.Composed) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
