"""Loads that nobody wanted or that were replaced, cells that were refused, looks, files: what is due goes, whole."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from tests.dataset.retention.conftest import Send
from tests.dataset.web.small_world import World, return_csv, return_row, staff_list

from wholetime.chassis.actions.retention import apply_retention, due_now
from wholetime.chassis.models import LegalHold, Node
from wholetime.chassis.queries.audit import verify
from wholetime.dataset.models import CorrectionRequest, Load, Look, Person, Refusal, Slice, UnusualLooking
from wholetime.dataset.queries.kept import lake_faults
from wholetime.dataset.queries.lake import lake

YEAR = timedelta(days=366)


def due() -> dict[str, int]:
    return {one.keeping.rule: one.due for one in due_now() if one.due and one.keeping.rule != "audit"}


def applied() -> dict[str, int]:
    return {one.keeping.rule: one.removed for one in apply_retention() if one.removed}


def lake_files() -> list[Path]:
    return sorted(Path(settings.LAKE).glob("*/*.parquet"))


def held_at(code: str) -> LegalHold:
    return LegalHold.objects.create(node=Node.objects.get(code=code), reason="a claim")


def test_what_nobody_confirmed_is_thrown_away(world: World, django_capture_on_commit_callbacks: Any) -> None:
    world.gita.post("/data/loads/new/", {"file": staff_list()})
    assert due() == {}
    Load.objects.update(staged_at=timezone.now() - timedelta(days=15))
    hold = held_at("RMC")
    assert due() == {}
    hold.delete()
    with django_capture_on_commit_callbacks(execute=True):
        assert applied()["staged_loads"] == 1
    assert Load.objects.get().state == "discarded"
    assert lake_files() == []
    assert not Slice.objects.exists()


def test_refused_cells_go_and_the_load_says_on_that_there_were_some(world: World) -> None:
    world.gita.post("/data/loads/new/", {"file": return_csv(return_row(headcount="many"))})
    assert Refusal.objects.get().value == "many"
    Load.objects.update(staged_at=timezone.now() - timedelta(days=91))
    assert applied()["refused_cells"] == 1
    assert Load.objects.get().refused_rows == 1


def replaced(send: Send) -> None:
    send("30/09/2026", "RMC", 1, 2)
    send("30/09/2026", "RMC", 1, 2, 3)
    Slice.objects.filter(live=False).update(superseded_at=timezone.now() - 4 * YEAR)


def test_a_load_goes_when_all_of_it_was_replaced_long_ago(send: Send, django_capture_on_commit_callbacks: Any) -> None:
    replaced(send)
    assert due() == {"superseded_loads": 1}
    assert len(lake_files()) == 2
    with django_capture_on_commit_callbacks(execute=True):
        assert applied() == {"superseded_loads": 1}
    assert len(lake_files()) == 1
    assert lake_faults() == []
    assert lake().read(lake().table("assignment")).height == 3
    assert Load.objects.count() == 2, "what was sent, by whom and when, stays"
    assert due() == {}


@pytest.mark.parametrize("why", ["held", "part still live", "replaced lately", "waits"])
def test_a_load_stays_while_any_of_it_is_needed(send: Send, why: str) -> None:
    replaced(send)
    old = Slice.objects.get(live=False)
    if why == "held":
        held_at("QOP")
    elif why == "part still live":
        Slice.objects.filter(pk=old.pk).update(live=True, key="another", superseded_at=None)
    elif why == "replaced lately":
        Slice.objects.filter(pk=old.pk).update(superseded_at=timezone.now() - YEAR)
    else:
        Load.objects.filter(pk=old.load_id).update(state="staged")
    assert "superseded_loads" not in due()


def test_looks_go_and_their_chain_holds(send: Send, world: World) -> None:
    send("30/09/2026", "RMC", 1)
    one, trust = Person.objects.get(), Node.objects.get(code="RMC")
    for account in ("gita", "dina"):
        Look.objects.create(account=world.accounts[account], organisation=trust, route="a page", people=[one.pk])
    UnusualLooking.objects.create(account=world.accounts["gita"], day=timezone.localdate(), people=412)
    later = timezone.now() + 6 * YEAR
    assert {kept.keeping.rule: kept.due for kept in due_now(now=later)}["looks"] == 3
    hold = LegalHold.objects.create(node=trust, account=world.accounts["dina"], reason="a claim")
    assert {kept.keeping.rule: kept.due for kept in due_now(now=later)}["looks"] == 2
    hold.account, hold.person = None, one.pk
    hold.save()
    assert {kept.keeping.rule: kept.due for kept in due_now(now=later)}["looks"] == 0
    hold.lifted_at = timezone.now()
    hold.save()
    assert {kept.keeping.rule: kept.removed for kept in apply_retention(later)}["looks"] == 3
    assert not Look.objects.exists()
    assert verify().faults == ()


def test_answered_requests_go_with_what_the_audit_holds_of_them(world: World) -> None:
    asked = {"account": world.accounts["mo"], "organisation": Node.objects.get(code="RMC"), "should_be": "Zebra"}
    done = CorrectionRequest.objects.create(field="last_name", **asked)
    CorrectionRequest.objects.create(field="first_name", **asked)
    CorrectionRequest.objects.filter(pk=done.pk).update(state="accepted", answered_at=timezone.now() - 3 * YEAR)
    assert applied() == {"corrections": 1}
    history = CorrectionRequest._meta.apps.get_model("dataset", "CorrectionRequestEvent")
    assert set(history.objects.values_list("pgh_obj_id", flat=True)) == {CorrectionRequest.objects.get().pk}
    assert verify().faults == ()


@pytest.mark.parametrize(
    ("rule", "path", "days"),
    [
        ("uploads", "incoming/half.upload", 1),
        ("lake_files", "lake/assignment/nobody.parquet", 1),
        ("kept_answers", "derived/answers/one.djcache", 2),
        ("kept_guards", "derived/guards/ab/abc.gz", 365),
        ("kept_guards", "derived/by_slice/abc.parquet", 365),
        ("kept_guards", "derived/terms/abc.parquet", 365),
    ],
)
def test_files_go_when_they_are_old_enough(world: World, rule: str, path: str, days: int) -> None:
    file = Path(settings.HOME) / path
    file.parent.mkdir(parents=True, exist_ok=True)
    young = file.with_name(f"young{file.suffix}")
    for each, age in ((file, days * 86_400 + 60), (young, days * 86_400 - 3600)):
        each.write_bytes(b"x")
        os.utime(each, (time.time() - age, time.time() - age))
    assert due() == {rule: 1}
    assert applied() == {rule: 1}
    assert (file.exists(), young.exists()) == (False, True)
