"""`wholetime retention` and `wholetime hold`, as typed."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.dataset.web.small_world import World, staff_list, world
from typer.testing import CliRunner

from wholetime.chassis.actions import retention as acting
from wholetime.chassis.actions.read_only import close_for_writing
from wholetime.chassis.actions.retention import Removal
from wholetime.chassis.models import Job, LegalHold, RetentionRun
from wholetime.config.cli import app
from wholetime.dataset.actions.register import catch_up
from wholetime.dataset.models import Load, Person

__all__ = ["world"]


def typed(*words: str) -> Any:
    return CliRunner().invoke(app, [*words])


@pytest.fixture
def ended(world: World) -> World:
    Job.objects.create(account=world.accounts["gita"], title="Old", ended_at=timezone.now() - timedelta(days=91))
    return world


def test_without_apply_it_only_says(ended: World) -> None:
    said = typed("retention")
    assert said.exit_code == 0, said.output
    assert "jobs: 1 due; kept 90 days" in said.stdout
    assert "accounts: 0 due; kept with no fixed time" in said.stdout
    assert Job.objects.count() == 1
    assert not RetentionRun.objects.exists()


def test_with_apply_it_removes_and_says_how_many(ended: World) -> None:
    said = typed("retention", "--apply")
    assert "jobs: 1 of 1 removed; kept 90 days" in said.stdout
    assert not Job.objects.exists()
    assert RetentionRun.objects.get(rule="jobs").removed == 1


def test_json_has_the_whole_rule(ended: World) -> None:
    found = {one["rule"]: one for one in json.loads(typed("retention", "--json").stdout)}
    assert found["jobs"]["due"] == 1
    assert set(found["jobs"]) >= {"what", "kept", "counted_from", "basis", "source", "verified", "effective_from"}


def test_a_rule_that_fails_is_an_exit_code(ended: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Any) -> int:
        raise RuntimeError

    monkeypatch.setattr(acting, "_removals", acting._removals | {"jobs": Removal("jobs", lambda asked: 1, fail)})
    assert typed("retention", "--apply").exit_code == 1
    close_for_writing("upkeep", patience=0)
    assert typed("retention", "--apply").exit_code == 1
    assert typed("retention").exit_code == 0


def test_a_hold_is_set_listed_and_lifted(ended: World) -> None:
    assert typed("hold", "set", "--org", "QOP", "--reason", "Case 7", "--account", "gita@example.org").exit_code == 0
    assert "jobs: 0 due" in typed("retention").stdout
    listed = typed("hold", "list").stdout
    assert "Greater Manchester  (account)  in force" in listed
    assert "gita" not in listed
    assert typed("hold", "lift", listed.split()[0]).exit_code == 0
    assert "jobs: 1 due" in typed("retention").stdout
    assert "lifted" in typed("hold", "list").stdout


def test_a_person_is_held_by_their_number(world: World) -> None:
    world.gita.post("/data/loads/new/", {"file": staff_list()})
    world.gita.post(f"/data/loads/{Load.objects.get(state='staged').key}/confirm/")
    catch_up()
    assert typed("hold", "set", "--org", "RMC", "--reason", "Case 7", "--employee", "10003").exit_code == 0
    assert LegalHold.objects.get().person == Person.objects.get(last_name="Example3").pk


@pytest.mark.parametrize(
    "words",
    [
        ("--org", "ZZZ"),
        ("--org", "QOP", "--account", "nobody@example.org"),
        ("--org", "QOP", "--account", "ned@example.org"),
        ("--org", "RMC", "--employee", "99999"),
        ("--org", "QOP", "--reason", "  "),
    ],
)
def test_a_hold_of_nothing_is_refused(world: World, words: tuple[str, ...]) -> None:
    given = words if "--reason" in words else (*words, "--reason", "Case 7")
    assert typed("hold", "set", *given).exit_code == 2
    assert not LegalHold.objects.exists()
    assert typed("hold", "lift", "987").exit_code == 2
