"""Invitations and memberships, and the invented people who exist nowhere but in the demo."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from wholetime.chassis import api
from wholetime.chassis.actions.personas import persona_account
from wholetime.chassis.actions.prepare import check_demo_may_be
from wholetime.chassis.models import Account, Installation, Membership


@pytest.mark.usefixtures("small_tree")
class TestInvitation:
    def test_makes_an_account_that_nobody_can_use_until_its_owner_sets_a_password(self) -> None:
        account = api.invite(" Asha@Example.org ", "Asha", "QOP", "planner")
        assert account.email == "asha@example.org"
        assert not account.has_usable_password()
        assert api.access_roots(account) == ("QOP",)

    def test_of_someone_known_adds_a_membership_once(self) -> None:
        for _ in range(2):
            account = api.invite("asha@example.org", "Asha", "QOP", "planner")
        api.invite("asha@example.org", "Asha", "QMJ", "director")
        assert Account.objects.count() == 1
        assert Membership.objects.count() == 2
        assert api.access_roots(account) == ("QMJ", "QOP")

    @pytest.mark.parametrize(
        ("email", "code", "role", "end", "why"),
        [
            ("asha", "QOP", "planner", None, "not an e-mail"),
            ("a@example.org", "NOWHERE", "planner", None, "not in the tree"),
            ("a@example.org", "QOP", "emperor", None, "not a role"),
            ("a@example.org", "QOP", "planner", date(2020, 1, 1), "cannot end"),
        ],
    )
    def test_that_makes_no_sense_is_refused_whole(
        self, email: str, code: str, role: str, end: date | None, why: str
    ) -> None:
        with pytest.raises(api.AccountRefused, match=why):
            api.invite(email, "A", code, role, end=end)
        assert not Account.objects.exists()

    def test_of_a_suspended_account_is_refused(self, ben: Account) -> None:
        api.suspend(ben)
        with pytest.raises(api.AccountRefused, match="suspended"):
            api.invite(ben.email, "Ben", "QOP", "planner")
        api.reinstate(ben)
        api.invite(ben.email, "Ben", "QOP", "planner")


def test_a_membership_ends_on_its_day_and_is_kept_on_record(ben: Account) -> None:
    today = timezone.localdate()
    assert api.end_memberships(ben, "00T", on=today + timedelta(1)) == 1
    assert api.access_roots(ben) == ("00T",)
    assert api.end_memberships(ben, "00T") == 1
    assert api.access_roots(ben) == ()
    events = apps.get_model("chassis", "MembershipEvent").objects.filter(account=ben)
    assert sorted(event.pgh_label for event in events) == ["insert", "update", "update"]


def test_a_membership_that_had_not_started_is_taken_back(ben: Account) -> None:
    api.grant(ben, "QMJ", "planner", start=timezone.localdate() + timedelta(9))
    assert api.end_memberships(ben, "QMJ") == 1
    assert not Membership.objects.filter(node__code="QMJ").exists()


@pytest.fixture
def demo(small_tree: None, settings: Settings) -> None:
    settings.DEMO = True
    Installation.objects.update(demo=True)


class TestDemo:
    def test_each_persona_whose_node_is_there_can_be_chosen(self, demo: None, client: Client) -> None:
        made = api.make_personas()
        assert api.make_personas() == made
        assert [(one.slug, one.scope) for one in made] == [
            ("system-planner", "Greater Manchester"),
            ("locality-planner", "Bolton"),
            ("national-analyst", "England"),
            ("system-information-lead", "Synthetic"),
            ("administrator", "Synthetic"),
        ]
        page = client.get("/personas/")
        assert page.status_code == 200
        assert "Sign in as Ben Whittle" in page.content.decode()

    def test_one_click_signs_in_with_the_rights_of_the_persona(self, demo: None, client: Client) -> None:
        api.make_personas()
        answer = client.post("/personas/", {"persona": "locality-planner"})
        assert (answer.status_code, answer["Location"]) == (302, "/")
        account = Account.objects.get(pk=client.session["_auth_user_id"])
        assert api.access_roots(account) == ("00T",)

    def test_the_administrator_finds_the_people_to_let_in(self, demo: None, client: Client) -> None:
        api.make_personas()
        client.post("/personas/", {"persona": "administrator"})
        assert client.get("/people/").status_code == 200
        client.post("/personas/", {"persona": "locality-planner"})
        assert client.get("/people/").status_code == 404

    def test_no_second_factor_is_asked_of_the_invented(self, demo: None, client: Client) -> None:
        api.make_personas()
        client.post("/personas/", {"persona": "locality-planner"})
        assert "wholetime.second_factor" not in client.session
        assert client.get("/api/v1/organisations").status_code == 200

    def test_visitors_do_not_see_where_other_visitors_are(self, demo: None, client: Client) -> None:
        api.make_personas()
        client.post("/personas/", {"persona": "locality-planner"})
        for path in ("sessions/", "mfa/", "mfa/totp/activate/", "password/set/", "identities/"):
            assert client.get(f"/accounts/{path}").status_code == 404

    def test_a_person_in_the_demo_gives_two_factors_all_the_same(self, demo: None, asha: Account) -> None:
        client = Client()
        client.force_login(asha)
        session = client.session
        session.pop("wholetime.second_factor")
        session.save()
        assert client.get("/api/v1/organisations").status_code == 403

    @pytest.mark.parametrize("slug", ["", "nobody", "asha"])
    def test_nobody_else_can_be_signed_in_as(self, demo: None, asha: Account, client: Client, slug: str) -> None:
        assert client.post("/personas/", {"persona": slug}).status_code == 404
        assert "_auth_user_id" not in client.session

    def test_the_form_cannot_be_sent_from_elsewhere(self, demo: None) -> None:
        api.make_personas()
        stranger = Client(enforce_csrf_checks=True)
        assert stranger.post("/personas/", {"persona": "system-planner"}).status_code == 403


class TestOutsideTheDemo:
    @pytest.mark.parametrize(("setting", "born"), [(False, False), (True, False), (False, True)])
    def test_there_are_no_personas(
        self, small_tree: None, client: Client, settings: Settings, setting: bool, born: bool
    ) -> None:
        settings.DEMO = setting
        Installation.objects.update(demo=born)
        Account.objects.create_user("planted@demo.invalid", name="Planted", persona="system-planner")
        for refused in (api.make_personas, api.personas, lambda: persona_account("system-planner")):
            with pytest.raises(api.DemoRefused):
                refused()  # type: ignore[operator]
        assert client.get("/personas/").status_code == 404
        assert client.post("/personas/", {"persona": "system-planner"}).status_code == 404
        assert not Session.objects.exists()

    def test_a_session_of_the_demo_is_worth_nothing_without_it(self, demo: None, settings: Settings) -> None:
        api.make_personas()
        account = Account.objects.get(persona="system-planner")
        settings.DEMO = False
        assert api.access_roots(account) == ()

    @pytest.mark.parametrize(("setting", "born"), [(False, False), (True, False), (False, True)])
    def test_an_invented_account_neither_skips_the_second_factor_nor_signs_in_by_other_doors(
        self, small_tree: None, settings: Settings, setting: bool, born: bool
    ) -> None:
        settings.DEMO = setting
        Installation.objects.update(demo=born)
        planted = Account.objects.create_user("planted@demo.invalid", "lantern-otter-quarry", name="P", persona="x")
        api.grant(planted, "QOP", "planner")
        client = Client()
        told = {"login": planted.email, "password": "lantern-otter-quarry"}
        assert client.post("/accounts/login/", told).status_code == 403
        client.force_login(planted)
        session = client.session
        session.pop("wholetime.second_factor")
        session.save()
        assert client.get("/api/v1/organisations").status_code == 403

    def test_an_installation_in_use_never_becomes_a_demo(self, installation: Installation, settings: Settings) -> None:
        settings.DEMO = True
        with pytest.raises(api.DemoRefused, match="in use for something else"):
            api.prepare(demo=True)
        installation.refresh_from_db()
        assert installation.demo is False

    def test_a_served_database_is_never_a_demo(self, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
        settings.DEMO = True
        monkeypatch.delitem(settings.DATABASES["default"], "EMBEDDED")  # as it is where DATABASE_URL is set
        with pytest.raises(api.DemoRefused, match="DATABASE_URL"):
            check_demo_may_be()

    def test_a_demo_must_be_asked_for_in_the_settings(self) -> None:
        with pytest.raises(api.DemoRefused, match="wholetime demo"):
            api.prepare(demo=True)


@pytest.mark.django_db
def test_an_empty_database_is_prepared_once(settings: Settings, tmp_path: Path) -> None:
    assert not api.is_prepared()
    settings.DEMO = True
    assert api.prepare(demo=True).demo is True
    assert api.is_prepared()
    assert api.is_demo()
    before = api.tree_version()
    api.prepare()
    assert api.tree_version() == before
    assert api.node("RMC") is not None
