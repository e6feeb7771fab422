"""Every table is in the list of the second lock: with a rule, open with the reason, or shut with the reason."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection
from pghistory.models import Event

from wholetime.chassis.models.row_rules import NARROWER, OPEN, RULES, SHUT
from wholetime.chassis.models.row_security import arm
from wholetime.chassis.postgres.reach import ROLE

EVENTS = {model._meta.db_table for model in apps.get_models() if issubclass(model, Event)}
LISTED = [*RULES, *OPEN, *SHUT]


def tables() -> set[str]:
    with connection.cursor() as cursor:
        return set(connection.introspection.table_names(cursor))


@pytest.mark.django_db
def test_every_table_is_listed_once() -> None:
    assert len(set(LISTED)) == len(LISTED)
    assert sorted(tables() - EVENTS - {*LISTED}) == [], "say in chassis/models/row_rules.py who may see these"
    assert not EVENTS & {*LISTED}, "the audit is shut by its name"


@pytest.mark.django_db
def test_every_line_is_still_needed() -> None:
    assert {*LISTED} - tables() <= {"restore_in_progress"}
    assert {*NARROWER} <= {*RULES}
    assert all(reason.strip() for reason in [*SHUT.values(), *(reason for _, reason in OPEN.values())])


@pytest.mark.django_db
def test_the_database_is_armed_as_listed() -> None:
    arm()  # twice is once
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname, c.relrowsecurity, exists (select from pg_policy p where p.polrelid = c.oid),"
            " has_table_privilege(%s, c.oid, 'select'), has_table_privilege(%s, c.oid, 'insert'),"
            " pg_get_userbyid(c.relowner) = %s"
            " from pg_class c where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace",
            [ROLE, ROLE, ROLE],
        )
        held = {name: found for name, *found in cursor.fetchall()}
        cursor.execute(
            "select rolsuper, rolbypassrls, rolcanlogin, rolcreaterole from pg_roles where rolname = %s", [ROLE]
        )
        assert cursor.fetchone() == (False, False, False, False)
    for table, (secured, ruled, reads, writes, owns) in held.items():
        assert not owns, table
        assert (secured, ruled) == ((table in RULES,) * 2), table
        assert reads == (table in RULES or table in OPEN), table
        assert writes == (table in RULES or (table in OPEN and "insert" in OPEN[table][0])), table
