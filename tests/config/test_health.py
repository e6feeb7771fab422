"""What load balancers are told, and that strangers are told no more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from wholetime.chassis.queries import kept_files
from wholetime.chassis.queries.kept_files import KeptFiles
from wholetime.config import health
from wholetime.config.checks import database, work
from wholetime.config.checks.lists import NEEDED, WATCHED
from wholetime.config.checks.lists import health as health_and_more

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def asked_anew() -> Iterator[None]:
    health.forget()
    yield
    health.forget()


def test_alive_without_asking_the_database(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        answer = Client().get("/health/live")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer["Cache-Control"]


def test_ready_although_no_worker_runs_and_no_backup_was_made() -> None:
    answer = Client().get("/health/ready")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_not_ready_with_a_file_missing_and_strangers_are_not_told_which(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = KeptFiles("lake", lambda: [Path("lake/gone.parquet")], list)
    monkeypatch.setattr(kept_files, "_kept", {"lake": missing})
    answer = Client().get("/health/ready")
    assert (answer.status_code, answer.content) == (503, b"not ok\n")


def test_not_ready_without_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise OSError("away")

    monkeypatch.setattr(database, "_row", away)
    assert Client().get("/health/ready").status_code == 503
    well, answers = health_and_more()
    assert not well
    assert len(answers) == 1, "what needs the database is not asked"


def test_the_answer_stands_for_some_seconds(django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "KEPT", 3600)  # however long the machine takes between the two
    Client().get("/health/ready")
    with django_assert_num_queries(0):
        assert Client().get("/health/ready").status_code == 200


def test_a_probe_past_the_proxy_is_not_sent_to_https(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get("/health/live").status_code == 200
    assert Client().get("/accounts/login/").status_code == 301


def test_only_reading_is_answered() -> None:
    assert Client().post("/health/ready").status_code == 405


def test_the_command_line_tells_what_else_is_worth_watching() -> None:
    well, answers = health_and_more()
    assert well, "a dead worker is no reason to turn readers away"
    assert [answer.check for answer in answers] == [
        "database_answers",
        *(check.__name__ for check in (*NEEDED, *WATCHED)),
    ]
    assert work.worker_is_alive.__name__ in {answer.check for answer in answers if answer.finding.do}
