"""How long things are kept, for administrators: the rules, what is due in their area, the last run, and holds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.dataset.web.small_world import World

from wholetime.chassis import api
from wholetime.chassis.actions.retention import apply_retention
from wholetime.chassis.models import Account, Job, LegalHold, Node
from wholetime.dataset.models import Person

PAGE = "/data/retention/"


@pytest.fixture
def ada(world: World) -> Client:
    account = Account.objects.create_user("ada@example.org", name="Ada")
    api.grant(account, "QOP", "administrator", start=date(2020, 1, 1))
    client = Client()
    client.force_login(account)
    return client


def ended_of(account: Account) -> None:
    Job.objects.create(account=account, title="Old", ended_at=timezone.now() - timedelta(days=91))


def test_only_what_is_due_in_ones_own_area_is_counted(world: World, ada: Client) -> None:
    otis = Account.objects.create_user("otis@example.org", name="Otis")
    api.grant(otis, "QMJ", "planner", start=date(2020, 1, 1))
    for account in (otis, otis, world.accounts["gita"]):
        ended_of(account)
    rules = {row["rule"]: row for row in ada.get("/api/v1/retention").json()}
    assert rules["jobs"]["due"] == 1
    assert rules["audit"]["due"] is None
    assert rules["jobs"]["last_run"] is None
    apply_retention()
    rules = {row["rule"]: row for row in ada.get("/api/v1/retention").json()}
    assert rules["jobs"]["due"] == 0
    assert rules["jobs"]["last_run"] is not None
    page = ada.get(PAGE).content.decode()
    assert "Background work that is over" in page
    assert "not verified" in page


def test_a_hold_is_set_and_lifted_on_the_page(held: World, ada: Client) -> None:
    assert ada.post(PAGE, {"place": "QOP", "reason": "Case 7"}).status_code == 302
    asked = {"place": "RMC", "reason": "Case 8", "employee_number": "10003"}
    assert ada.post(PAGE, asked).status_code == 302
    person = Person.objects.get(last_name="Example3")
    assert set(LegalHold.objects.values_list("person", "made_by__email")) == {
        (None, "ada@example.org"),
        (person.pk, "ada@example.org"),
    }
    page = ada.get(PAGE).content.decode()
    assert "Case 7" in page
    assert "10003" not in page, "who is held is not for the page"
    first = LegalHold.objects.order_by("pk")[0].pk
    assert ada.post(f"{PAGE}holds/{first}/lift/").status_code == 302
    assert LegalHold.objects.get(pk=first).lifted_by is not None


@pytest.mark.parametrize(
    "asked",
    [
        {"place": "QMJ"},
        {"place": "QOP", "email": "nobody@example.org"},
        {"place": "QOP", "email": "ned@example.org"},
        {"place": "QOP", "email": "erin@example.org"},
        {"place": "RMC", "employee_number": "99999"},
        {"place": "RMC", "employee_number": "10003", "email": "gita@example.org"},
        {"place": "QOP", "reason": ""},
    ],
)
def test_what_is_not_ones_own_cannot_be_held(held: World, ada: Client, asked: dict[str, str]) -> None:
    answer = ada.post(PAGE, {"reason": "Case 7"} | asked)
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert not LegalHold.objects.exists()


def test_holds_of_others_are_neither_seen_nor_lifted(world: World, ada: Client) -> None:
    hold = LegalHold.objects.create(node=Node.objects.get(code="QMJ"), reason="Somewhere else")
    assert "Somewhere else" not in ada.get(PAGE).content.decode()
    assert ada.post(f"{PAGE}holds/{hold.pk}/lift/").status_code == 404
    assert LegalHold.objects.get().lifted_at is None
