"""Signing in with an identity of another organisation, against a provider on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from tests.chassis.sign_in.doors import enrol_app, give_code, give_password, signed_in, totp, with_password
from tests.chassis.sign_in.local_provider import CLIENT, SECRET, Provider, running

from wholetime.chassis import api
from wholetime.chassis.models import Account
from wholetime.config import identity

pytestmark = pytest.mark.one_factor
WHO = {"sub": "nhs-1234", "email": "asha@example.org", "name": "Asha"}
TWO = {"amr": ["mfa"], "acr": ["aal3"]}


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running() as found:
        found.claims = dict(WHO)
        yield found


@pytest.fixture
def configured(provider: Provider, settings: Any, tmp_path: Path) -> Callable[..., None]:
    """``configured(trust_email=..., two_factor=...)``: as its file would say."""

    def told(**more: Any) -> None:
        one = {"id": "nhs", "name": "NHS identity", "server": provider.issuer, "client": CLIENT, "secret": SECRET}
        file = tmp_path / "oidc.yaml"
        file.write_text(yaml.safe_dump({"providers": [one | more]}))
        settings.SOCIALACCOUNT_PROVIDERS = identity.read(file)

    return told


def go(client: Client, provider: Provider, process: str = "login") -> Any:
    away = client.post(f"/accounts/oidc/nhs/login/?process={process}")
    assert away["Location"].startswith(f"{provider.issuer}/authorize?"), away
    return client.get("/accounts/oidc/nhs/login/callback/", provider.code_for(away["Location"]))


@pytest.fixture
def asha(asha: Account) -> Account:
    EmailAddress.objects.create(user=asha, email=asha.email, verified=True, primary=True)
    return with_password(asha)


class TestTwoFactors:
    @pytest.mark.parametrize("claims", [{"amr": ["pwd", "mfa"]}, {"acr": "aal3"}])
    def test_count_where_the_description_says_so(
        self, asha: Account, client: Client, provider: Provider, configured: Callable[..., None], claims: dict[str, Any]
    ) -> None:
        configured(trust_email=True, two_factor=TWO)
        provider.claims |= claims
        go(client, provider)
        assert client.get("/api/v1/organisations").status_code == 200

    @pytest.mark.parametrize("claims", [{}, {"amr": ["pwd"]}, {"acr": "aal1"}, {"amr": "mfa-not"}, {"acr": None}])
    def test_or_are_set_up_here(
        self, asha: Account, client: Client, provider: Provider, configured: Callable[..., None], claims: dict[str, Any]
    ) -> None:
        configured(trust_email=True, two_factor=TWO)
        provider.claims |= claims
        go(client, provider)
        assert signed_in(client)
        assert client.get("/insight/")["Location"] == "/accounts/enrol/"

    def test_a_provider_of_which_nothing_is_said_never_counts(
        self, asha: Account, client: Client, provider: Provider, configured: Callable[..., None]
    ) -> None:
        configured(trust_email=True)
        provider.claims |= {"amr": ["mfa"], "acr": "aal3"}
        go(client, provider)
        assert client.get("/insight/")["Location"] == "/accounts/enrol/"

    def test_one_factor_there_and_one_of_ones_own_here(
        self, asha: Account, client: Client, provider: Provider, configured: Callable[..., None]
    ) -> None:
        configured(trust_email=True, two_factor=TWO)
        give_password(client, asha.email)
        secret, _ = enrol_app(client)
        later = Client()
        assert go(later, provider)["Location"] == "/accounts/mfa/authenticate/"
        give_code(later, totp(secret))
        assert later.get("/api/v1/organisations").status_code == 200

    def test_are_not_asked_twice(
        self, asha: Account, client: Client, provider: Provider, configured: Callable[..., None]
    ) -> None:
        configured(trust_email=True, two_factor=TWO)
        give_password(client, asha.email)
        enrol_app(client)
        provider.claims |= {"amr": ["mfa"]}
        later = Client()
        assert go(later, provider)["Location"] == "/"
        assert later.get("/api/v1/organisations").status_code == 200


class TestWhoItIs:
    def test_no_account_is_made_by_a_provider(
        self, asha: Account, client: Client, provider: Provider, configured: Callable[..., None]
    ) -> None:
        configured(trust_email=True, two_factor=TWO)
        provider.claims |= {"sub": "another", "email": "stranger@example.org"}
        page = go(client, provider)
        assert "by invitation" in page.content.decode()
        assert Account.objects.count() == 1
        assert not signed_in(client)

    def test_an_address_is_believed_only_where_the_description_says_so(
        self, asha: Account, client: Client, provider: Provider, configured: Callable[..., None]
    ) -> None:
        configured(two_factor=TWO)
        provider.claims |= {"email_verified": True, "amr": ["mfa"]}
        go(client, provider)
        assert not signed_in(client)

    def test_otherwise_its_owner_adds_it_from_inside(
        self, asha: Account, client: Client, provider: Provider, configured: Callable[..., None]
    ) -> None:
        configured(two_factor=TWO)
        give_password(client, asha.email)
        _, codes = enrol_app(client)
        client.post("/accounts/reauthenticate/", {"password": "lantern-otter-quarry"})
        assert go(client, provider, "connect")["Location"] == "/accounts/identities/"
        assert SocialAccount.objects.get().user == asha
        assert "NHS identity" in client.get("/accounts/identities/").content.decode()
        later = Client()
        go(later, provider)
        give_code(later, codes[0])
        assert signed_in(later)

    def test_somebody_who_has_left_stays_out(
        self, asha: Account, client: Client, provider: Provider, configured: Callable[..., None]
    ) -> None:
        configured(trust_email=True, two_factor=TWO)
        api.end_memberships(asha, "QOP")
        assert go(client, provider).status_code == 403
        assert not signed_in(client)

    def test_and_leaves_nothing_behind_for_the_next_person_there(
        self, asha: Account, ben: Account, client: Client, provider: Provider, configured: Callable[..., None]
    ) -> None:
        configured(trust_email=True, two_factor=TWO)
        provider.claims |= {"amr": ["mfa"]}
        api.end_memberships(asha, "QOP")
        go(client, provider)
        give_password(client, with_password(ben).email)
        assert signed_in(client)
        assert client.get("/api/v1/organisations").status_code == 403


class TestTheAnswer:
    def test_of_another_state_is_refused(
        self, asha: Account, client: Client, provider: Provider, configured: Callable[..., None]
    ) -> None:
        configured(trust_email=True)
        away = client.post("/accounts/oidc/nhs/login/")
        came = provider.code_for(away["Location"]) | {"state": "forged"}
        assert client.get("/accounts/oidc/nhs/login/callback/", came).status_code == 401
        assert not signed_in(client)

    @pytest.mark.parametrize("wrong", [{"aud": "another-client"}, {"iss": "https://evil.example"}, {"exp": 1}])
    def test_meant_for_another_or_too_old_is_refused(
        self, asha: Account, client: Client, provider: Provider, configured: Callable[..., None], wrong: dict[str, Any]
    ) -> None:
        configured(trust_email=True)
        provider.claims |= wrong
        assert go(client, provider).status_code == 401
        assert not signed_in(client)

    def test_that_the_person_stopped_is_said(
        self, client: Client, db: None, provider: Provider, configured: Callable[..., None]
    ) -> None:
        configured()
        away = client.post("/accounts/oidc/nhs/login/")
        state = provider.code_for(away["Location"])["state"]
        answer = client.get("/accounts/oidc/nhs/login/callback/", {"error": "access_denied", "state": state})
        assert "You stopped" in client.get(answer["Location"]).content.decode()


def test_the_sign_in_page_offers_it(client: Client, db: None, configured: Callable[..., None]) -> None:
    assert "NHS identity" not in client.get("/accounts/login/").content.decode()
    configured()
    assert "Sign in with NHS identity" in client.get("/accounts/login/").content.decode()
    assert client.get("/accounts/oidc/another/login/").status_code == 404
