"""Puts ``row_rules`` into the database: rights of the role that pages ask as, and a rule on each table of a scope."""

from __future__ import annotations

from django.db import connection, transaction
from psycopg import sql

from wholetime.chassis.models.row_rules import NARROWER, OPEN, RULES, WRITE
from wholetime.chassis.postgres.reach import ROLE

RULE, FUNCTION = "rows_by_scope", "chassis_reached"


def arm() -> None:
    """Harmless to repeat; run after every migration. What is in no list loses its rights."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_statement("revoke all on all tables in schema {schema} from {role}"))
        cursor.execute(_statement("grant usage on schema {schema} to {role}"))
        held = set(connection.introspection.table_names(cursor))
        for table, (rights, _) in OPEN.items():
            if table in held:
                cursor.execute(_statement(f"grant {rights} on {{table}} to {{role}}", table))
        for table, rows in RULES.items():
            if table in held:
                cursor.execute(_statement(f"grant {WRITE} on {{table}} to {{role}}", table))
                cursor.execute(_statement("alter table {table} enable row level security", table))
                for kind, text in _policies(table, rows).items():
                    cursor.execute(_statement(f"drop policy if exists {RULE}_{kind} on {{table}}", table))
                    cursor.execute(
                        _statement(f"create policy {RULE}_{kind} on {{table}} for {kind} to {{role}} {text}", table)
                    )
        for function in _owned_by_triggers(cursor):
            cursor.execute(f"alter function {function} security definer set search_path from current")


def _policies(table: str, rows: str) -> dict[str, str]:
    """Kind of statement → its rule. One for all where it is the same, or a reader would be asked it twice."""
    if table not in NARROWER:
        return {"all": f"using ({rows})"}
    less = NARROWER[table]
    return {
        "select": f"using ({rows})",
        "insert": f"with check ({less})",
        "update": f"using ({less})",
        "delete": f"using ({less})",
    }


def _statement(text: str, table: str = "") -> sql.Composed:
    with connection.cursor() as cursor:
        cursor.execute("select current_schema()")
        (schema,) = cursor.fetchone()
    names = {"schema": schema, "role": ROLE, "table": table or schema}
    return sql.SQL(text).format(**{name: sql.Identifier(value) for name, value in names.items()})


def _owned_by_triggers(cursor: object) -> list[str]:
    """What writes the audit and queues jobs: with it a page needs no right to either."""
    cursor.execute(_WRITERS)  # type: ignore[attr-defined]
    return [name for (name,) in cursor.fetchall()]  # type: ignore[attr-defined]


_WRITERS = """
select p.oid::regprocedure::text from pg_proc p
where p.pronamespace = current_schema()::regnamespace and not p.prosecdef
and (p.proname like 'pgtrigger\\_%' or p.proname like 'procrastinate\\_defer\\_%'
     or p.proname in ('_pgh_attach_context', 'chassis_audit_link'))
"""
