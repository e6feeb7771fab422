"""The log is JSON by the line, and holds nothing about people: not in addresses, forms, faults or jobs."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError
from django.test import Client
from tests.dataset.web.small_world import World, world

from wholetime.chassis.models import Account
from wholetime.config import logs
from wholetime.config.logs import Lines

__all__ = ["world"]

PERSONAL = ("erin", "Erin", "example.org", "Archer", "P82001", "QOP", "AB123456C", "secret-word")


class Log:
    """What was written meanwhile."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    def access(self) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["logger"] == "wholetime.access"]


@pytest.fixture
def log() -> Iterator[Log]:
    """Everything, down to debugging."""
    found = Log()
    handler = logging.StreamHandler(found.stream)
    handler.setFormatter(Lines())
    root, ours = logging.getLogger(), logging.getLogger("wholetime")
    before = root.level, ours.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    ours.setLevel(logging.DEBUG)
    yield found
    root.removeHandler(handler)
    root.setLevel(before[0])
    ours.setLevel(before[1])


def clean(log: Log) -> None:
    assert [word for word in PERSONAL if word in log.text] == []


def test_pages_about_people_leave_no_trace_of_them(world: World, log: Log) -> None:
    for address in (
        "/insight/QOP/shape/?org=P82001",
        "/insight/P82001/people/?name=Archer",
        "/api/v1/figures/headcount?org=P82001",
        "/api/v1/organisations/P82001",
        "/data/loads/?q=erin@example.org",
        "/data/quality/P82001/?nino=AB123456C",
        "/people/",
        "/nowhere/P82001/erin@example.org",
        "/invitation/secret-word/",
    ):
        world.erin.get(address, headers={"referer": "https://example.org/P82001", "user-agent": "Archer"})
    Client().post("/accounts/login/", {"login": "erin@example.org", "password": "secret-word"})
    world.erin.post("/people/", {"email": "archer@example.org", "org": "QOP", "role": "manager"})
    assert len(log.access()) == 11
    clean(log)


def test_a_line_says_who_asked_for_what_and_how_long_it_took(world: World, log: Log) -> None:
    answer = world.erin.get("/people/")
    (line,) = log.access()
    assert set(line) == {"at", "level", "logger", "event", "request", "method", "route", "status", "ms", "account"}
    assert (line["route"], line["status"], line["account"]) == (
        "invitations",
        answer.status_code,
        Account.objects.get(email="erin@example.org").pk,
    )
    assert line["request"] == answer["X-Request-ID"]
    assert line["ms"] > 0


@pytest.mark.django_db
def test_strangers_have_no_number_and_no_word_in_it(log: Log) -> None:
    Client().generic("ARCHER", "/accounts/login/P82001/", headers={"x-request-id": "Archer"})
    Client().get("/static/chassis/wholetime/page.css")
    unknown, static = log.access()
    assert (unknown["method"], unknown["route"], unknown["account"]) == ("other", "unknown", None)
    assert static["route"] == "static"
    clean(log)


@pytest.mark.django_db
def test_what_is_sent_starts_no_line_of_its_own(log: Log) -> None:
    forged = "x%0A%7B%22event%22%3A%22second_factor_given%22%7D"
    Client().get(f"/accounts/{forged}/?next=%0D%0A{forged}", headers={"user-agent": "a\r\n{}", "referer": "b\n{}"})
    assert [line["event"] for line in log.lines] == ["answered"]


def test_a_fault_is_told_by_its_kind_and_place(log: Log, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise IntegrityError("Key (email)=(erin@example.org) already exists") from ValueError("Archer")

    monkeypatch.setattr("wholetime.config.health.can_serve", broken)
    monkeypatch.setattr(client, "raise_request_exception", False)
    from wholetime.config import health

    health.forget()
    assert client.get("/health/ready?name=Archer").status_code == 500
    (told,) = [line for line in log.lines if line["logger"] == "django.request"]
    assert (told["event"], told["route"], told["status"]) == ("failed", "ready", 500)
    assert told["fault"]["kinds"] == ["IntegrityError", "ValueError"]
    assert told["fault"]["places"][-1].endswith(" broken")
    assert told["request"] == log.access()[0]["request"]
    clean(log)


def test_codes_of_the_machine_and_the_database_are_told() -> None:
    told = logs.fault_of(OSError(28, "No space left", "/srv/Archer.csv"))
    assert told["codes"] == ["ENOSPC"]
    assert "Archer" not in json.dumps(told)


def test_a_job_is_told_by_its_task_and_number(log: Log) -> None:
    extra = {"action": "job_error", "job": {"id": 7, "task_name": "dataset.stage", "task_kwargs": {"name": "Archer"}}}
    logging.getLogger("procrastinate.worker").error("Job dataset.stage[7](name='Archer') ended", extra=extra)
    (line,) = log.lines
    assert (line["event"], line["task"], line["job"]) == ("job_error", "dataset.stage", 7)
    clean(log)


def test_of_other_programs_the_pattern_is_told_and_not_what_was_put_in(log: Log) -> None:
    logging.getLogger("elsewhere").warning("cannot reach %s", "erin@example.org")
    assert log.lines[0]["event"] == "cannot reach %s"
    clean(log)


def test_the_level_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHOLETIME_LOG_LEVEL", "error")
    assert logs.level_named("info") == "ERROR"
    assert logs.logging_setting("ERROR")["loggers"]["wholetime"] == {"level": "ERROR"}
    monkeypatch.setenv("WHOLETIME_LOG_LEVEL", "loud")
    with pytest.raises(ImproperlyConfigured, match="debug, info, warning, error"):
        logs.level_named("info")
