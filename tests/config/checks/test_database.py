"""A database that does not fit is found, each way by its own check."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from wholetime.config.checks import database
from wholetime.config.checks.finding import Check, Level, ask

pytestmark = pytest.mark.django_db

ALL: tuple[Check, ...] = (
    database.database_answers,
    database.database_is_new_enough,
    database.database_role_fits,
    database.rows_are_kept_to_scopes,
    database.database_is_unicode,
    database.migrations_are_applied,
    database.time_zones_are_known,
    database.clocks_agree,
)


@pytest.mark.parametrize("check", ALL)
def test_the_database_of_the_tests_is_good(check: Check) -> None:
    assert check().level is Level.GOOD


def test_a_database_that_is_away_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise connection.Database.OperationalError("connection refused")

    monkeypatch.setattr(database, "_row", away)
    found = ask(database.database_answers)
    assert found.finding.level is Level.FAULT
    assert "connection refused" in found.finding.said


@pytest.mark.parametrize(
    ("row", "said"), [((False, ["dataset_load"]), "no role"), ((True, ["dataset_load"]), "dataset_person")]
)
def test_rows_that_nothing_keeps_to_their_scope_are_a_fault(
    row: tuple[bool, list[str]], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_row", lambda *_: row)
    found = database.rows_are_kept_to_scopes()
    assert found.level is Level.FAULT
    assert said in found.said


def test_an_old_server_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection.features, "minimum_database_version", (99,))
    assert database.database_is_new_enough().level is Level.FAULT


@pytest.mark.parametrize(
    ("row", "level"),
    [((False, False), Level.FAULT), ((True, True), Level.WARNING), ((True, False), Level.GOOD)],
)
def test_a_role_with_too_few_or_too_many_rights(
    row: tuple[bool, bool], level: Level, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.delitem(settings.DATABASES["default"], "EMBEDDED", raising=False)
    monkeypatch.setattr(database, "_row", lambda *_: row)
    assert database.database_role_fits().level is level


def test_another_encoding_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_row", lambda *_: ("SQL_ASCII",))
    assert database.database_is_unicode().level is Level.FAULT


def test_a_migration_that_waits_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: [("one", False)])
    found = database.migrations_are_applied()
    assert found.level is Level.FAULT
    assert "wholetime prepare" in found.do


def test_a_time_zone_unknown_to_the_database_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_row", lambda *_: (0,))
    assert database.time_zones_are_known().level is Level.FAULT


def test_a_time_zone_unknown_to_python_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(name: str) -> None:
        raise ZoneInfoNotFoundError(name)

    monkeypatch.setattr(database, "ZoneInfo", unknown)
    assert database.time_zones_are_known().level is Level.FAULT


@pytest.mark.parametrize("seconds", [-60, 60])
def test_clocks_that_differ_are_a_fault(seconds: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_row", lambda *_: (datetime.now(UTC) + timedelta(seconds=seconds),))
    assert database.clocks_agree().level is Level.FAULT
