"""A database that the first release made comes up to date with every row and every value that it had."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from tests.config.first_release import Rows, make, tell
from tests.config.fresh_database import fresh_database

from wholetime.chassis.actions.prepare import is_prepared, prepare
from wholetime.chassis.queries.audit import verify


@pytest.fixture
def empty(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), fresh_database("upgraded"):
        yield


def lost(before: Rows, after: Rows) -> list[str]:
    """Tables that are gone, rows that are fewer or more, values that are others. New columns are no loss."""
    found = []
    for table, rows in before.items():
        columns = rows[0].keys() if rows else ()
        kept = [{column: row.get(column, "gone") for column in columns} for row in after.get(table, [])]
        if sorted(map(json.dumps, kept)) != sorted(map(json.dumps, rows)):
            found.append(f"{table}: {len(rows)} rows before, {len(kept)} after, or other values")
    return found


@pytest.mark.usefixtures("empty")
def test_what_the_first_release_held_is_held_after_the_upgrade() -> None:
    make()
    before = tell()
    assert len([table for table, rows in before.items() if rows]) >= 20, "rows to lose"
    assert "chassis_invitation" not in before, "as the first release made it"
    assert not is_prepared()
    prepare()
    after = tell()
    assert lost(before, after) == []
    assert "chassis_invitation" in after, "and it was brought up to date"
    assert is_prepared()
    call_command("migrate", check_unapplied=True, verbosity=0)
    prepare()
    assert tell() == after, "harmless to repeat"
    audit = verify()
    assert (audit.faults, audit.links > 20) == ((), True), "what was logged before there was a chain is in it"


def test_a_loss_would_be_seen() -> None:
    before: Rows = {"t": [{"a": 1, "b": 2}, {"a": 3, "b": 4}]}
    assert lost(before, {"t": [{"a": 3, "b": 4, "new": 0}, {"a": 1, "b": 2, "new": 0}]}) == []
    worse: tuple[Rows, ...] = ({}, {"t": []}, {"t": [{"a": 1}, {"a": 3}]}, {"t": [{"a": 1, "b": 2}, {"a": 3, "b": 5}]})
    for each in worse:
        assert lost(before, each) != []
