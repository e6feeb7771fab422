"""The switch that closes the database for writing: a trigger on every table asks the installation's row.

Enforced there, it holds for pages, REST, jobs, the command line and whoever opens the database by hand.
"""

from __future__ import annotations

from django.db import connection
from psycopg import sql

STILL_WRITTEN: dict[str, tuple[str, ...]] = {
    "chassis_installation": (),  # the switch itself
    "chassis_job": (),  # that a job waits, and why
    "chassis_packrun": (),  # downtime packs go on
    "chassis_auditlink": (),  # what is still written is still linked
    "dataset_look": (),  # nobody reads unseen
    "dataset_unusuallooking": (),
    "procrastinate_jobs": (),  # the queue keeps its place
    "procrastinate_events": (),
    "procrastinate_periodic_defers": (),
    "procrastinate_workers": (),
    "django_session": (),  # people sign in to read
    "usersessions_usersession": (),
    "chassis_counter": (),  # tries at the doors are counted whatever else is closed
    "chassis_account": ("last_login",),
    "chassis_apitoken": ("last_used_at",),
    "mfa_authenticator": ("last_used_at", "data"),  # a code counts once, a passkey counts its uses
}
"""Tables, or columns of tables, that are written in read-only mode too: what reading needs. Empty is all columns."""

TRIGGER, FUNCTION = "read_only_switch", "chassis_refuse_when_read_only"


def arm() -> None:
    """Give each table that has none its trigger. Harmless to repeat; run after every migration."""
    with connection.cursor() as cursor:
        cursor.execute(_UNARMED, [TRIGGER])
        for table, columns in cursor.fetchall():
            if table not in STILL_WRITTEN:
                cursor.execute(_statement(table, "update"))
            elif STILL_WRITTEN[table]:
                guarded = [column for column in columns if column not in STILL_WRITTEN[table]]
                cursor.execute(_statement(table, "update of", guarded))


_UNARMED = """
select c.relname, array(select attname::text from pg_attribute a
                        where a.attrelid = c.oid and attnum > 0 and not attisdropped order by attnum)
from pg_class c where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = %s)
"""


def _statement(table: str, update: str, columns: list[str] | None = None) -> sql.Composed:
    of = sql.SQL(", ").join(map(sql.Identifier, columns or []))
    return sql.SQL(
        "create trigger {} before insert or delete or truncate or {} {} on {} for each statement execute function {}()"
    ).format(sql.Identifier(TRIGGER), sql.SQL(update), of, sql.Identifier(table), sql.Identifier(FUNCTION))
