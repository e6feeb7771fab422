"""Forms sent by others, with more in them than they ask for, or with what no field can hold."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.chassis.sign_in.doors import PASSWORD, with_password
from tests.dataset.web.small_world import World, return_csv, return_row
from tests.hostile.routes import addresses
from tests.meta.doors import undone

from wholetime.chassis import api
from wholetime.chassis.models import Account, Invitation, Membership, SavedView
from wholetime.dataset.models import Load, Slice

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
ROUTES = addresses()
ENOUGH = {"is_active": "on", "is_staff": "1", "is_superuser": "1", "persona": "x", "id": "1", "pk": "1"}


def test_no_route_takes_a_form_that_another_site_sent(world: World, subtests: pytest.Subtests) -> None:
    """Every route of the table, by every unsafe method, as somebody who may do everything but has no token."""
    api.grant(world.accounts["gita"], "QOP", "administrator")
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.accounts["gita"])
    for path, method in product(ROUTES, UNSAFE):
        with subtests.test(f"{method} {path}"), undone():
            answer = client.generic(method, path, headers={"origin": "https://evil.example"})
            wanted = (403, 405) if path.startswith("/api/v1/") else (403,)
            assert answer.status_code in wanted, (method, path)
            if answer.status_code == 405:
                assert method not in answer["Allow"].replace(" ", "").split(",")


@pytest.mark.parametrize("header", [{}, {"origin": "null"}, {"origin": "https://evil.example"}])
def test_a_stolen_looking_token_does_not_help(world: World, header: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.accounts["gita"])
    client.get("/data/loads/new/")
    for token in ("", "x" * 32, "x" * 64):
        sent = {"title": "Mine", "query": "", "csrfmiddlewaretoken": token}
        assert client.post("/insight/00T/trend/save/", sent, headers=header).status_code == 403
    assert not SavedView.objects.exists()


def test_with_the_token_the_same_form_is_taken(world: World) -> None:
    """So that the refusals above are for the token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.accounts["gita"])
    client.get("/data/loads/new/")
    sent = {"title": "Mine", "query": "", "csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    assert client.post("/insight/00T/trend/save/", sent).status_code == 302
    assert SavedView.objects.count() == 1


def test_no_page_changes_anything_by_being_looked_at(world: World, subtests: pytest.Subtests) -> None:
    before = _kept()
    for route in ROUTES:
        with subtests.test(route), undone():
            world.gita.get(route)
            assert _kept() == before


def _kept() -> list[int]:
    return [model.objects.count() for model in (Account, Membership, Invitation, SavedView, Load, Slice)]


class TestMoreThanAsked:
    """Mass assignment: fields that a form does not have change nothing."""

    def test_a_view_is_its_makers_whatever_else_is_sent(self, world: World) -> None:
        erin = world.accounts["erin"]
        more = {"account": erin.pk, "account_id": erin.pk, "node": "QMJ", "code": "QMJ", "path": "/people/"} | ENOUGH
        world.gita.post("/insight/00T/trend/save/", {"title": "Mine", "query": "a=1"} | more)
        view = SavedView.objects.get()
        assert (view.account, view.node.code, view.path) == (world.accounts["gita"], "00T", "/insight/00T/trend/")

    @pytest.mark.parametrize("path", ["/data/loads/new/", "/api/v1/loads"])
    def test_a_file_is_staged_by_its_sender_whatever_else_is_sent(self, world: World, path: str) -> None:
        more = {
            "account": world.accounts["erin"].pk,
            "state": "committed",
            "restricted": "",
            "adapter": "counts",
            "key": "00000000-0000-4000-8000-000000000000",
            "live": "1",
            "path": "/etc/passwd",
            "permit": "",
            "synthetic": "1",
        }
        world.gita.post(path, {"file": return_csv(return_row())} | more | ENOUGH)
        load = Load.objects.get()
        assert (load.account, load.state, load.adapter) == (world.accounts["gita"], "staged", "five_minute_return")
        assert load.restricted
        assert not load.synthetic
        assert str(load.key) != more["key"]
        assert not Slice.objects.filter(live=True).exists()

    def test_a_decision_is_about_the_load_of_its_address(self, world: World) -> None:
        mine = world.gita.post("/api/v1/loads", {"file": return_csv(return_row())}).json()["key"]
        theirs = world.hana.post("/api/v1/loads", {"file": return_csv(return_row(headcount=9))}).json()["key"]
        world.gita.post(f"/api/v1/loads/{mine}/discard", {"key": theirs, "state": "committed", "account": "1"})
        assert Load.objects.get(key=theirs).state == "staged"
        assert Load.objects.get(key=mine).state == "discarded"

    def test_a_return_is_for_the_organisation_of_its_address(self, world: World) -> None:
        day = timezone.localdate().replace(day=1) - timezone.timedelta(days=1)
        sent = {"month": day.isoformat(), "g0_headcount": "5", "g0_wte": "4", "org": "P82002", "code": "P82002"}
        world.mo.post("/data/returns/P82001/", sent | {"sector": "nhs_trust", "source": "counts"} | ENOUGH)
        assert set(Slice.objects.values_list("org", flat=True)) == {"P82001"}

    def test_an_invitation_is_for_what_its_form_says(self, world: World) -> None:
        gita = world.accounts["gita"]
        api.grant(gita, "00T", "administrator")
        more = {"node": "ENG", "invited_by": world.accounts["erin"].pk, "by_command_line": "1", "secret_hash": "0" * 64}
        told = {"email": "noor@example.org", "place": "00T", "role": "planner", "expires_at": "2999-01-01"}
        world.gita.post("/people/", told | more | ENOUGH)
        made = Invitation.objects.get()
        assert (made.node.code, made.invited_by, made.by_command_line) == ("00T", gita, False)
        assert made.secret_hash != "0" * 64
        assert made.expires_at.year < 2999

    @pytest.mark.one_factor
    def test_who_accepts_gets_the_address_and_role_that_were_offered(self, world: World) -> None:
        from wholetime.chassis.web.invitation_link import link_of

        _, secret = api.invite_by_mail(_administrator(world), "noor@example.org", "00T", "planner")
        client = Client()
        client.get(link_of(secret), follow=True)
        more = {"email": "erin@example.org", "role": "administrator", "node": "ENG", "place": "ENG"} | ENOUGH
        client.post("/invitation/", {"name": "Noor", "way": "password", "password": PASSWORD} | more)
        account = Account.objects.get(email="noor@example.org")
        assert list(account.memberships.values_list("node__code", "role")) == [("00T", "planner")]
        assert account.persona == ""

    def test_a_new_password_changes_nothing_else(self, world: World) -> None:
        gita = with_password(world.accounts["gita"])
        client = Client()
        client.force_login(gita)
        new = "quarry-otter-lantern"
        told = {"oldpassword": PASSWORD, "password1": new, "password2": new, "email": "x@example.org", "name": "X"}
        client.post("/accounts/password/change/", told | ENOUGH | {"is_active": ""})
        gita.refresh_from_db()
        assert (gita.email, gita.name, gita.is_active, gita.persona) == ("gita@example.org", "Gita", True, "")


def _administrator(world: World) -> Account:
    api.grant(world.accounts["gita"], "QOP", "administrator")
    return world.accounts["gita"]


AWKWARD = {
    "a NUL": "a\0b",
    "half a surrogate": "a\ud800b".encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"),
    "a very long text": "x" * 100_000,
    "a number that is none": "١٢٣",
}


@pytest.mark.parametrize("name", AWKWARD)
def test_no_field_falls_over_what_it_cannot_hold(world: World, name: str) -> None:
    text: Any = AWKWARD[name]
    _administrator(world)
    forms = {
        "/insight/00T/trend/save/": {"title": text, "query": text},
        "/insight/00T/trend/save/?again": {"title": "Kept", "query": text},
        "/people/": {"email": text, "place": text, "role": text},
        "/data/loads/new/": {"file": return_csv(return_row()), "period": text, "org": text},
        "/api/v1/loads": {"file": return_csv(return_row()), "period": text, "org": text},
        "/data/returns/P82001/": {"month": text, "g0_headcount": text, "g0_wte": text},
        "/accounts/password/change/": {"oldpassword": text, "password1": text},
        "/accounts/reauthenticate/": {"password": text},
        "/accounts/sessions/": {"key": text},
    }
    for path, sent in forms.items():
        assert world.gita.post(path, sent).status_code < 500, path
    for path in ("/accounts/login/", "/accounts/password/reset/"):
        told = {"login": text, "password": text, "email": text}
        assert Client().post(path, told).status_code < 500, path


@pytest.mark.parametrize("path", ["/data/loads/job/{}/", "/people/{}/again/", "/accounts/mfa/webauthn/keys/{}/edit/"])
@pytest.mark.parametrize("number", ["0", "9" * 10, "9" * 19, "9" * 40])
def test_a_number_that_no_column_holds_is_not_found(world: World, path: str, number: str) -> None:
    _administrator(world)
    for method in ("GET", "POST"):
        answer = world.gita.generic(method, path.format(number))
        assert answer.status_code in (302, 404, 405), (method, answer.status_code)


@pytest.mark.parametrize("day", ["2026-13-01", "0000-00-00", "9999-12-31", "2026-02-30"])
def test_a_day_that_never_was_is_not_found(world: World, day: str) -> None:
    assert world.gita.get(f"/data/returns/P82001/{day}/").status_code == 404


def test_a_form_of_very_many_fields_is_turned_away(world: World) -> None:
    answer = world.gita.post("/insight/00T/trend/save/", {f"f{number}": "1" for number in range(2_000)})
    assert answer.status_code == 400
