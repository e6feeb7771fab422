"""No request is served in a session that is over, whatever came before it."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase
from tests.chassis.sign_in.doors import enrol_app, give_code, give_password, signed_in, with_password

from wholetime.chassis import api
from wholetime.chassis.engine.session_limits import Limits, why_over
from wholetime.chassis.models import Account, Membership
from wholetime.chassis.web import session_limits

IDLE, ABSOLUTE = 30 * 60, 12 * 60 * 60
MINUTE = 60
SERVED = 404
"""Whoever is signed in and belongs nowhere finds nothing at a page of a room; who is not is asked to sign in."""


class Clock:
    def __init__(self) -> None:
        self.at = 1_700_000_000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(session_limits, "now", found)
    return found


@pytest.fixture
def asha_in(asha: Account, clock: Clock) -> Client:
    client = Client()
    client.force_login(asha)
    return client


class TestPages:
    def test_idle_too_long_is_signed_out_and_told_why(self, asha_in: Client, clock: Clock) -> None:
        clock.at += IDLE - 1
        assert asha_in.get("/insight/find/").status_code == 200
        clock.at += IDLE
        answer = asha_in.get("/insight/find/?q=bolton")
        assert answer.status_code == 302
        page = asha_in.get(answer["Location"])
        assert "nothing was done for a while" in page.content.decode()
        assert "/accounts/login/?next=%2Finsight%2Ffind%2F%3Fq%3Dbolton" in page.content.decode()
        assert not signed_in(asha_in)
        assert not Session.objects.filter(session_key=asha_in.cookies["sessionid"].value).exists()

    def test_twelve_hours_are_the_end_however_busy(self, asha_in: Client, clock: Clock) -> None:
        for _ in range(ABSOLUTE // (20 * MINUTE) - 1):
            clock.at += 20 * MINUTE
            assert asha_in.get("/insight/find/").status_code == 200
        clock.at += 20 * MINUTE
        assert "why=absolute" in asha_in.get("/insight/find/")["Location"]

    def test_rest_answers_401_in_its_own_language(self, asha_in: Client, clock: Clock) -> None:
        clock.at += IDLE
        answer = asha_in.get("/api/v1/organisations")
        assert answer.status_code == 401
        assert answer["Content-Type"] == "application/problem+json"

    def test_a_part_of_a_page_takes_the_whole_page_along(self, asha_in: Client, clock: Clock) -> None:
        clock.at += IDLE
        answer = asha_in.get("/insight/find/", headers={"HX-Request": "true"})
        assert answer["HX-Redirect"].startswith("/accounts/ended/")

    @pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
    def test_the_page_afterwards_leads_nowhere_else(self, db: None, client: Client, back: str) -> None:
        page = client.get("/accounts/ended/", {"why": "idle", "next": back}).content.decode()
        assert "evil" not in page
        assert "alert" not in page

    def test_a_clock_set_back_ends_the_session_and_does_not_lengthen_it(self, asha_in: Client, clock: Clock) -> None:
        clock.at -= 3600
        assert "why=absolute" in asha_in.get("/insight/find/")["Location"]

    def test_a_session_without_its_times_is_over(self, asha_in: Client) -> None:
        session = asha_in.session
        del session[session_limits.BEGAN]
        session.save()
        assert "why=absolute" in asha_in.get("/insight/find/")["Location"]


class TestMemberships:
    def test_the_end_of_the_last_one_ends_the_sessions(self, asha: Account) -> None:
        client = Client()
        give_password(client, with_password(asha).email)
        assert signed_in(client)
        assert UserSession.objects.filter(user=asha).count() == 1
        api.end_memberships(asha, "QOP")
        assert not UserSession.objects.filter(user=asha).exists()
        assert client.get("/insight/find/")["Location"].startswith("/accounts/login/")

    def test_the_end_of_one_of_two_ends_its_rights_at_once_and_no_session(self, asha_in: Client, asha: Account) -> None:
        api.grant(asha, "QMJ", "planner")
        assert asha_in.get("/api/v1/organisations/QMJ").status_code == 200
        api.end_memberships(asha, "QMJ")
        assert asha_in.get("/api/v1/organisations/QMJ").status_code == 404
        assert asha_in.get("/api/v1/organisations/QOP").status_code == 200

    def test_one_that_ends_by_date_takes_rights_at_once_and_the_session_within_a_minute(
        self, asha_in: Client, asha: Account, clock: Clock
    ) -> None:
        Membership.objects.filter(account=asha).update(end=timezone.localdate())
        assert asha_in.get("/api/v1/organisations/QOP").status_code == 404
        clock.at += MINUTE
        assert "why=left" in asha_in.get("/insight/find/")["Location"]

    def test_and_who_has_left_does_not_get_in_again(self, asha: Account, client: Client) -> None:
        api.end_memberships(asha, "QOP")
        answer = give_password(client, with_password(asha).email)
        assert answer.status_code == 403
        assert not signed_in(client)

    def test_a_suspended_account_is_signed_out_everywhere(self, asha: Account) -> None:
        client = Client()
        give_password(client, with_password(asha).email)
        api.suspend(asha)
        assert not UserSession.objects.exists()
        assert client.get("/insight/find/")["Location"].startswith("/accounts/login/")


@pytest.mark.one_factor
class TestElsewhere:
    def test_sessions_are_listed_and_ended_elsewhere(self, asha: Account) -> None:
        here, there = Client(), Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")
        give_password(here, with_password(asha).email)
        _, codes = enrol_app(here)
        give_password(there, asha.email)
        give_code(there, codes[0])
        page = here.get("/accounts/sessions/").content.decode()
        assert "Firefox on Windows" in page
        assert page.count("From 127.0.0.1") == 2
        here.post("/accounts/sessions/")
        assert here.get("/insight/find/").status_code == 200
        assert there.get("/insight/find/")["Location"].startswith("/accounts/login/")

    def test_a_new_password_ends_all_others(self, asha: Account) -> None:
        here, there = Client(), Client()
        give_password(here, with_password(asha).email)
        _, codes = enrol_app(here)
        give_password(there, asha.email)
        give_code(there, codes[0])
        change = {"oldpassword": "lantern-otter-quarry", "password1": "violet-harbour-anvil"}
        assert here.post("/accounts/password/change/", change | {"password2": change["password1"]}).status_code == 302
        assert here.get("/insight/find/").status_code == 200
        assert there.get("/insight/find/")["Location"].startswith("/accounts/login/")


class TestAnyWalk(HypothesisTestCase):
    """Random waits between requests, against the two rules written out naively."""

    @given(waits=st.lists(st.integers(0, 45 * MINUTE), max_size=60))
    @settings(max_examples=25, deadline=None, derandomize=True)
    def test_nothing_is_served_past_a_limit_and_everything_well_before(self, waits: list[int]) -> None:
        clock = Clock()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(session_limits, "now", clock)
            client = self._client()
            began = last = clock.at
            for wait in waits:
                clock.at += wait
                served = client.get("/data/loads/").status_code == SERVED
                if clock.at - began >= ABSOLUTE or clock.at - last >= IDLE:
                    assert not served
                elif clock.at - began < ABSOLUTE and clock.at - last < IDLE - MINUTE:
                    assert served
                if not served:
                    return
                last = clock.at

    def _client(self) -> Client:
        client = Client()
        account = Account.objects.filter(email="ned@example.org").first()
        client.force_login(account or Account.objects.create_user("ned@example.org", name="Ned"))
        session = client.session
        session["wholetime.second_factor"] = {"account": int(client.session["_auth_user_id"]), "how": "test", "at": 0}
        session.save()
        return client


@given(
    idle=st.integers(1, 10**5),
    absolute=st.integers(1, 10**6),
    began=st.integers(0, 10**7),
    used=st.integers(0, 10**6),
    waited=st.integers(0, 10**6),
)
@settings(deadline=None, derandomize=True)
def test_the_rule_in_words(idle: int, absolute: int, began: int, used: int, waited: int) -> None:
    seen, now = began + used, began + used + waited
    over = why_over(Limits(idle, absolute), began, seen, now)
    assert (over is None) == (now < began + absolute and now < seen + idle)


def test_the_limits_are_settings(settings: object) -> None:
    settings.SESSION_IDLE_MINUTES, settings.SESSION_HOURS = 5, 1  # type: ignore[attr-defined]
    assert session_limits.limits() == Limits(idle=300, absolute=3600)
