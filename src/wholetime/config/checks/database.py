"""The database: there, new enough, ours to change, up to date, and of the same mind about time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from wholetime.chassis.models.row_rules import RULES
from wholetime.chassis.postgres.reach import ROLE
from wholetime.config.checks.finding import Finding, fault, good, warning

SKEW = 5
"""Seconds by which two clocks may differ: codes of authenticator apps last 30, and a worker is dead after 30."""


def database_answers() -> Finding:
    (version,) = _row("show server_version")
    return good(f"PostgreSQL {version}")


def database_is_new_enough() -> Finding:
    """As new as Django asks."""
    least = connection.features.minimum_database_version or (0,)
    if connection.get_database_version() < least:
        return fault("PostgreSQL is too old", f"upgrade it to {least[0]} or newer")
    return good(f"{least[0]} or newer")


def database_role_fits() -> Finding:
    """May make tables, and on a served database may not do everything."""
    makes, everything = _row(
        "select has_schema_privilege(current_schema(), 'create'), rolsuper from pg_roles where rolname = current_user"
    )
    if not makes:
        return fault("the role may not make tables", "alter database NAME owner to ROLE, as the server's administrator")
    if everything and "EMBEDDED" not in settings.DATABASES["default"]:
        return warning("wholetime is a superuser of the database server", "give it a role of its own: createuser NAME")
    return good("may make tables")


def rows_are_kept_to_scopes() -> Finding:
    """Pages may act as the role that owns nothing, and each table of a scope has its rule."""
    there, held = _row(
        "select exists (select from pg_roles where rolname = %s and not rolsuper and not rolbypassrls"
        " and pg_has_role(oid, 'member')), array(select relname::text from pg_class where relrowsecurity"
        " and relnamespace = current_schema()::regnamespace)",
        ROLE,
    )
    bare = sorted(set(RULES) - set(held))
    if not there:
        return fault(
            f"there is no role {ROLE} that wholetime may act as", "follow docs/operations/deployment.md, step 1"
        )
    if bare:
        return fault(f"nothing keeps the rows of {', '.join(bare)} to their scope", "run `wholetime prepare`")
    return good(f"{len(RULES)} tables show each person their own scope")


def database_is_unicode() -> Finding:
    (encoding,) = _row("show server_encoding")
    if encoding != "UTF8":
        return fault(f"the database is encoded in {encoding}", "make it anew with createdb -E UTF8 -T template0")
    return good("UTF8")


def migrations_are_applied() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if waiting:
        return fault(f"{waiting} migrations wait", "make a backup, then run `wholetime prepare`")
    return good("all are applied")


def time_zones_are_known() -> Finding:
    """By Python and by the database; both have their own list."""
    name = settings.TIME_ZONE
    try:
        ZoneInfo(name)
    except ZoneInfoNotFoundError:
        return fault(f"Python does not know {name}", "install the machine's tzdata")
    if _row("select count(*) from pg_timezone_names where name = %s", name) == (0,):
        return fault(f"the database does not know {name}", "install tzdata on its machine")
    return good(name)


def clocks_agree() -> Finding:
    before = datetime.now(UTC)
    (theirs,) = _row("select clock_timestamp()")
    after = datetime.now(UTC)
    skew = max((before - theirs).total_seconds(), (theirs - after).total_seconds(), 0)
    if skew > SKEW:
        return fault(f"this machine and the database differ by {skew:.0f} seconds", "run a time service on both")
    return good(f"within {SKEW} seconds")


def _row(statement: str, *values: str) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        found: tuple[Any, ...] = cursor.fetchone()
        return found
