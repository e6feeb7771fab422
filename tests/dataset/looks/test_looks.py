"""Who looked at my record: written before it is shown, seen by the person and the lead, and noticed where unusual."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.utils import timezone
from tests.chassis.audit.naive_chain import first_break
from tests.dataset.web.small_world import World, proved, staff_list, world

from wholetime.chassis.actions.read_only import close_for_writing
from wholetime.chassis.models import Account
from wholetime.chassis.queries.audit import verify
from wholetime.dataset import jobs
from wholetime.dataset.actions import looks as acting
from wholetime.dataset.actions.notice import notice
from wholetime.dataset.actions.register import catch_up
from wholetime.dataset.engine.looking import Limits
from wholetime.dataset.models import Employment, Load, Look, Person, UnusualLooking

__all__ = ["world"]
LIST = "/data/worklists/midwives"


@pytest.fixture
def held(world: World) -> World:
    """Ten midwives of Bolton, of whom one is on a worklist: Mo, as it happens."""
    world.gita.post("/data/loads/new/", {"file": staff_list()})
    world.gita.post(f"/data/loads/{Load.objects.get(state='staged').key}/confirm/")
    catch_up()
    Person.objects.filter(employments__employee_number="10000").update(email="Mo@example.org")
    proved(world.accounts["mo"])
    return world


def looked(**named: Any) -> Look:
    employment = Employment.objects.get(employee_number="10000")
    made = {"organisation": employment.organisation, "people": [employment.person_id], "route": "a page"} | named
    return Look.objects.create(**made)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (f"{LIST}/", "as a page"),
        (f"{LIST}.csv", "as a file"),
        (f"{LIST}.xlsx", "as a file"),
        ("/api/v1/quality/worklists/midwives", "by a program"),
    ],
)
def test_every_way_that_shows_a_record_is_written_down(held: World, address: str, said: str) -> None:
    assert "10000" in str(held.gita.get(address).content) or address.endswith("xlsx")
    (look,) = Look.objects.all()
    assert (look.account, look.organisation.code) == (held.accounts["gita"], "RMC")
    assert look.people == [Person.objects.get(email="Mo@example.org").pk]
    assert look.route == f"Worklist “Midwives coded as other nurses”, {said}"
    assert look.reason == "to put occupation codes right"
    assert verify().faults == ()
    assert first_break("dataset_look", "id") is None


@pytest.mark.parametrize("address", ["/data/worklists/", "/data/quality/", "/data/loads/", f"{LIST}/"])
def test_what_shows_nobody_is_not_a_look(held: World, address: str) -> None:
    held.dina.get(address)
    assert not Look.objects.exists()


def test_nothing_is_shown_where_the_look_cannot_be_written(held: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise DatabaseError("no room")

    monkeypatch.setattr(acting.Look.objects, "bulk_create", fail)
    client = held.gita
    client.raise_request_exception = False
    for address in (f"{LIST}/", f"{LIST}.csv", "/api/v1/quality/worklists/midwives"):
        answer = client.get(address)
        assert answer.status_code >= 500
        assert b"10000" not in answer.content


def test_nobody_reads_unseen_in_read_only_mode(held: World) -> None:
    close_for_writing("upkeep", patience=0)
    assert held.gita.get(f"{LIST}/").status_code == 200
    assert Look.objects.count() == 1


def test_a_look_can_be_neither_changed_nor_removed(held: World) -> None:
    look = looked(account=held.accounts["gita"])
    for write in (lambda: Look.objects.update(reason="x"), look.delete):
        with pytest.raises(DatabaseError, match="stays as it was written"), transaction.atomic():
            write()


def test_each_person_sees_who_looked_at_theirs_and_nobody_else_does(held: World) -> None:
    held.gita.get(f"{LIST}/")
    page = held.mo.get("/your-record/looks/").content.decode()
    assert "Gita" in page
    assert "to put occupation codes right" in page
    for other in (held.ned, held.dina, held.hana):
        assert "No record here is known to be yours" in other.get("/your-record/looks/").content.decode()


def test_an_address_that_several_share_is_nobodys(held: World) -> None:
    held.gita.get(f"{LIST}/")
    Person.objects.update(email="mo@example.org")
    assert "Gita" not in held.mo.get("/your-record/looks/").content.decode()


def test_the_information_lead_sees_the_looks_of_the_area_only(held: World) -> None:
    held.gita.get(f"{LIST}/")
    page = held.hana.get("/data/looks/").content.decode()
    assert "Gita" in page
    assert "10000" not in page
    assert held.gita.get("/data/looks/").status_code == 403
    other = held.accounts["hana"].memberships.get()
    other.node = type(other.node).objects.get(code="QMJ")
    other.save()
    assert "Gita" not in held.hana.get("/data/looks/").content.decode()


def test_unusual_looking_is_noticed_once_and_told_to_the_lead_without_names(
    held: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wholetime.dataset.actions.notice.limits_on", lambda day: Limits(5, 3, 5, 8))
    looked(account=held.accounts["gita"], people=list(range(1, 9)))
    looked(account=held.accounts["dina"], people=[1, 2, 3, 4, 5, 1, 2])
    for _ in range(2):
        jobs.notice_looking(int(time.time()))
    (noticed,) = UnusualLooking.objects.all()
    assert (noticed.account, noticed.people, noticed.own_usual) == (held.accounts["gita"], 8, None)
    assert sorted(sent.to[0] for sent in mail.outbox) == ["erin@example.org", "hana@example.org"]
    for sent in mail.outbox:
        assert not [name for name in ("Gita", "gita", "Bolton", "10000") if name in sent.subject + sent.body]
    page = held.hana.get("/data/looks/").content.decode()
    assert page.count(">Gita<") == 2
    assert not notice(timezone.localdate())


def test_a_look_of_an_account_that_is_gone_is_still_told(held: World) -> None:
    gone = Account.objects.create_user("gone@example.org", name="Gone")
    looked(account=gone)
    Account.objects.filter(pk=gone.pk).delete()
    assert "somebody whose account is gone" in held.mo.get("/your-record/looks/").content.decode()
    assert json.dumps(verify().faults) == "[]"
