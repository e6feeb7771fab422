"""Everyone gives two factors, and who has given one reaches nothing but the way to the second."""

from __future__ import annotations

import re
import time
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache.backends.db import DatabaseCache
from django.test import Client
from django.urls import URLPattern, get_resolver
from tests.chassis.sign_in.doors import (
    PASSWORD,
    codes_on,
    enrol_app,
    give_code,
    give_password,
    signed_in,
    totp,
    with_password,
)
from tests.meta.permissions import rows
from tests.meta.samples import MISSING, address_of

from wholetime.chassis import api
from wholetime.chassis.models import Account
from wholetime.chassis.web.second_factor import OPEN, PASSED

pytestmark = pytest.mark.one_factor


@pytest.fixture
def asha(asha: Account) -> Account:
    return with_password(asha)


@pytest.fixture
def half(asha: Account, client: Client) -> Client:
    """Asha, who has given her password and has no second factor yet."""
    assert give_password(client, asha.email).status_code == 302
    assert signed_in(client)
    return client


def _kept_for(monkeypatch: pytest.MonkeyPatch, prefix: str) -> list[int]:
    """The seconds for which each counter of that name is asked to be kept, as they are asked for."""
    asked: list[int] = []
    add = DatabaseCache.add

    def noted(self: DatabaseCache, key: str, value: object, timeout: int, **named: object) -> bool:
        if key.startswith(prefix):
            asked.append(timeout)
        return add(self, key, value, timeout, **named)

    monkeypatch.setattr(DatabaseCache, "add", noted)
    return asked


class TestEnrolment:
    def test_a_password_alone_leads_to_the_choice_of_a_second_factor(self, half: Client) -> None:
        answer = half.get("/insight/")
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/enrol/")
        page = half.get("/accounts/enrol/").content.decode()
        assert "Set up a passkey" in page
        assert "Set up an app" in page

    def test_nothing_else_is_served_before(self, half: Client) -> None:
        """Every address there is, of every room, asked with one factor."""
        opened = {_named(one) for one in OPEN}
        for row in rows():
            if row.address.lstrip("/") in opened:
                continue
            answer = half.generic(row.method, address_of(row, MISSING.get(row.whose)))
            turned_away = answer.status_code in (403, 404) or answer.headers.get("Location") == "/accounts/enrol/"
            assert turned_away, f"{row.name} answered {answer.status_code}"

    def test_rest_says_why(self, half: Client) -> None:
        answer = half.get("/api/v1/organisations")
        assert answer.status_code == 403
        assert "second factor" in answer.json()["detail"]

    def test_a_part_of_a_page_sends_the_whole_page_there(self, half: Client) -> None:
        answer = half.get("/insight/find/", headers={"HX-Request": "true"})
        assert answer["HX-Redirect"] == "/accounts/enrol/"

    def test_an_authenticator_app_opens_the_rest_and_the_codes_are_shown_once(self, half: Client) -> None:
        _, codes = enrol_app(half)
        assert len(set(codes)) == 10
        assert half.get("/api/v1/organisations").status_code == 200
        assert codes_on(half.get("/accounts/mfa/recovery-codes/")) == []

    def test_a_wrong_code_sets_up_nothing(self, half: Client) -> None:
        half.get("/accounts/mfa/totp/activate/")
        answer = half.post("/accounts/mfa/totp/activate/", {"code": "000000"})
        assert "That code is not right" in answer.content.decode()
        assert not Authenticator.objects.exists()

    def test_its_owner_is_told_by_mail(
        self, half: Client, asha: Account, django_capture_on_commit_callbacks: object
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            enrol_app(half)
        assert [message.to for message in mail.outbox] == [[asha.email]]
        assert "authenticator app was added" in mail.outbox[0].body


class TestSigningIn:
    def test_takes_the_password_and_a_code(self, half: Client, asha: Account) -> None:
        secret, _ = enrol_app(half)
        later = Client()
        answer = give_password(later, asha.email)
        assert answer["Location"] == "/accounts/mfa/authenticate/"
        assert not signed_in(later)
        assert give_code(later, "123123").status_code == 200
        assert not signed_in(later)
        assert give_code(later, totp(secret)).status_code == 302
        assert later.get("/api/v1/organisations").status_code == 200

    def test_a_code_works_once(self, half: Client, asha: Account) -> None:
        secret, _ = enrol_app(half)
        code = totp(secret)
        for reached in (True, False):
            client = Client()
            give_password(client, asha.email)
            give_code(client, code)
            assert signed_in(client) is reached

    def test_and_no_second_time_while_it_holds(
        self, half: Client, asha: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The library forgets a used code after 30 seconds, and the code of a phone that is fast holds for 90."""
        secret, _ = enrol_app(half)
        middle = (time.time() // 30) * 30 + 15
        early = totp(secret, middle + 30)
        monkeypatch.setattr("allauth.mfa.totp.internal.auth.TOTP._mark_code_used", lambda *_: True)
        kept = _kept_for(monkeypatch, "code-given/")
        for later, reached in ((0, True), (58, False)):
            clock = SimpleNamespace(time=lambda at=middle + later: at)
            monkeypatch.setattr("allauth.mfa.totp.internal.auth.time", clock)
            client = Client()
            give_password(client, asha.email)
            give_code(client, early)
            assert signed_in(client) is reached
        assert kept == [90, 90]

    def test_a_recovery_code_stands_in_once(self, half: Client, asha: Account) -> None:
        _, codes = enrol_app(half)
        for reached in (True, False):
            client = Client()
            give_password(client, asha.email)
            give_code(client, codes[3])
            assert signed_in(client) is reached

    def test_a_pass_is_worth_nothing_to_the_next_person_at_the_screen(
        self, half: Client, asha: Account, ben: Account
    ) -> None:
        secret, _ = enrol_app(half)
        shared = Client()
        give_password(shared, asha.email)
        give_code(shared, totp(secret))
        give_password(shared, with_password(ben).email)
        shared.post("/accounts/logout/")
        give_password(shared, ben.email)
        assert shared.get("/api/v1/organisations").status_code == 403

    def test_and_neither_is_one_that_somebody_left_in_the_browser(self, half: Client, ben: Account) -> None:
        session = half.session
        session[PASSED] = {"account": ben.pk, "how": "totp", "at": 0}
        session.save()
        assert half.get("/api/v1/organisations").status_code == 403

    def test_a_new_password_by_mail_does_not_do_away_with_the_second_factor(self, half: Client, asha: Account) -> None:
        enrol_app(half)
        stranger = Client()
        stranger.post("/accounts/password/reset/", {"email": asha.email})
        link = re.search(r"https?://testserver(\S+)", mail.outbox[-1].body)
        assert link
        form = stranger.get(link[1], follow=True).redirect_chain[-1][0]
        new = "violet-harbour-anvil"
        assert stranger.post(form, {"password1": new, "password2": new}).status_code == 302
        assert give_password(stranger, asha.email, PASSWORD).status_code == 200
        assert give_password(stranger, asha.email, new)["Location"] == "/accounts/mfa/authenticate/"
        assert not signed_in(stranger)


class TestTheLastFactor:
    def test_cannot_be_taken_away(self, half: Client, asha: Account) -> None:
        enrol_app(half)
        answer = half.post("/accounts/mfa/totp/deactivate/")
        assert "only second factor" in answer.content.decode()
        assert Authenticator.objects.filter(user=asha, type="totp").exists()

    def test_and_neither_can_a_last_passkey(self, half: Client, asha: Account) -> None:
        enrol_app(half)
        Authenticator.objects.filter(user=asha).delete()
        key = Authenticator.objects.create(user=asha, type="webauthn", data={"name": "Phone", "credential": {}})
        assert half.post(f"/accounts/mfa/webauthn/keys/{key.pk}/remove/")["Location"] == "/accounts/mfa/"
        assert Authenticator.objects.filter(pk=key.pk).exists()

    def test_nor_is_another_persons_passkey_there(self, half: Client, asha: Account, ben: Account) -> None:
        enrol_app(half)
        key = Authenticator.objects.create(user=ben, type="webauthn", data={"name": "Phone", "credential": {}})
        for way in ("remove", "edit"):
            assert half.post(f"/accounts/mfa/webauthn/keys/{key.pk}/{way}/", {"name": "Mine"}).status_code == 404

    def test_somebody_who_lost_all_is_let_enrol_again_and_signed_out(self, half: Client, asha: Account) -> None:
        enrol_app(half)
        assert api.forget_second_factors(asha) == 2
        assert half.get("/insight/")["Location"].startswith("/accounts/login/")
        give_password(half, asha.email)
        assert half.get("/insight/")["Location"] == "/accounts/enrol/"


def test_secrets_are_kept_encrypted(half: Client) -> None:
    secret, codes = enrol_app(half)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert not [code for code in codes if code in kept]
    assert kept.count("gAAAA") == 2  # how Fernet begins


def _named(name: str) -> str:
    found = [one for one in _patterns(get_resolver()) if one[1] == name]
    assert found, f"{name} is no address"
    return found[0][0]


def _patterns(resolver: object, before: str = "") -> list[tuple[str, str | None]]:
    found: list[tuple[str, str | None]] = []
    for one in resolver.url_patterns:  # type: ignore[attr-defined]
        if isinstance(one, URLPattern):
            found.append((before + str(one.pattern), one.name))
        else:
            found += _patterns(one, before + str(one.pattern))
    return found
