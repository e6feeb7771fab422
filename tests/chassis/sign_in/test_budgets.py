"""Guessing is slow, and nobody can use that to lock somebody else out."""

from __future__ import annotations

import pytest
from allauth.core.internal import ratelimit
from django.contrib.auth import hashers
from django.core import mail
from django.core.cache import cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.test import Client
from tests.chassis.sign_in.doors import enrol_app, give_code, give_password, signed_in, totp, with_password

from wholetime.chassis.models import Account
from wholetime.chassis.web.device import COOKIE

pytestmark = pytest.mark.one_factor

ATTACKER, HOME, ELSEWHERE = ({"REMOTE_ADDR": address} for address in ("203.0.113.9", "198.51.100.4", "192.0.2.77"))
REFUSED = "Too many tries"
WRONG = "do not go together"


@pytest.fixture
def asha(asha: Account) -> Account:
    return with_password(asha)


@pytest.fixture
def own_device(asha: Account) -> tuple[Client, str]:
    """The browser on which Asha has signed in with both factors, and the secret of her app."""
    client = Client(**HOME)
    give_password(client, asha.email)
    secret, _ = enrol_app(client)
    client.post("/accounts/logout/")
    assert COOKIE in client.cookies
    return client, secret


def hammer(email: str, times: int = 12, **where: str) -> list[str]:
    attacker = Client(**where)
    return [give_password(attacker, email, f"guess-number-{turn}").content.decode() for turn in range(times)]


def test_an_attacker_is_stopped_after_five_tries(asha: Account) -> None:
    pages = hammer(asha.email, **ATTACKER)
    assert [REFUSED in page for page in pages] == [False] * 5 + [True] * 7
    attacker = Client(**ATTACKER)
    give_password(attacker, asha.email)  # the right one, by luck, and too late
    assert not signed_in(attacker)


def test_meanwhile_its_owner_gets_in_on_her_own_device(asha: Account, own_device: tuple[Client, str]) -> None:
    client, secret = own_device
    hammer(asha.email, **ATTACKER)
    hammer(asha.email, **HOME)  # even from behind the same address: a hospital comes from one
    assert give_password(client, asha.email)["Location"] == "/accounts/mfa/authenticate/"
    assert give_code(client, totp(secret)).status_code == 302
    assert signed_in(client)


def test_and_without_a_known_device_from_another_address(asha: Account) -> None:
    hammer(asha.email, **ATTACKER)
    client = Client(**ELSEWHERE)
    assert give_password(client, asha.email).status_code == 302
    assert signed_in(client)


def test_a_known_device_cannot_guess_for_ever_either(asha: Account, own_device: tuple[Client, str]) -> None:
    client, _ = own_device
    pages = [give_password(client, asha.email, f"guess-number-{turn}").content.decode() for turn in range(12)]
    assert [REFUSED in page for page in pages] == [False] * 10 + [True] * 2


def test_a_known_device_is_known_for_its_own_people_only(
    asha: Account, ben: Account, own_device: tuple[Client, str]
) -> None:
    client, _ = own_device
    pages = [give_password(client, ben.email, f"guess-number-{turn}").content.decode() for turn in range(7)]
    assert [REFUSED in page for page in pages] == [False] * 5 + [True] * 2


@pytest.mark.parametrize("forged", ["", "nonsense", "eyJhIjoiYiJ9:1tXYZ0:abc"])
def test_a_forged_cookie_is_no_device(asha: Account, forged: str) -> None:
    hammer(asha.email, **ATTACKER)
    client = Client(**ATTACKER)
    client.cookies[COOKIE] = forged
    assert REFUSED in give_password(client, asha.email).content.decode()


def test_a_password_alone_does_not_make_a_device_known(asha: Account) -> None:
    client = Client(**HOME)
    give_password(client, asha.email)
    assert COOKIE not in client.cookies


def test_the_cookie_names_nobody_and_no_script_reads_it(asha: Account, own_device: tuple[Client, str]) -> None:
    cookie = own_device[0].cookies[COOKIE]
    assert "asha" not in cookie.value
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


class TestCodes:
    def test_whoever_has_the_password_cannot_lock_its_owner_out_of_the_second_factor(
        self, asha: Account, own_device: tuple[Client, str]
    ) -> None:
        client, secret = own_device
        attacker = Client(**ATTACKER)
        give_password(attacker, asha.email)
        pages = [give_code(attacker, f"{turn:06}").content.decode() for turn in range(8)]
        assert [REFUSED in page for page in pages] == [False] * 5 + [True] * 3
        give_password(client, asha.email)
        give_code(client, totp(secret))
        assert signed_in(client)

    def test_cannot_be_guessed_faster_from_many_addresses(self, asha: Account, own_device: tuple[Client, str]) -> None:
        refused = []
        for turn in range(8):
            attacker = Client(REMOTE_ADDR=f"203.0.113.{turn}")
            give_password(attacker, asha.email)
            refused.append(REFUSED in give_code(attacker, f"{turn:06}").content.decode())
        assert refused == [False] * 5 + [True] * 3


class TestNothingIsGivenAway:
    def test_known_and_unknown_addresses_are_answered_alike(self, asha: Account) -> None:
        known = hammer(asha.email, **ATTACKER)
        unknown = hammer("nobody@example.org", **ELSEWHERE)
        blank = [(page.replace(asha.email, "*"), WRONG in page, REFUSED in page) for page in known]
        same = [(page.replace("nobody@example.org", "*"), WRONG in page, REFUSED in page) for page in unknown]
        assert [(wrong, refused) for _, wrong, refused in blank] == [(wrong, refused) for _, wrong, refused in same]
        assert [_without_tokens(page) for page, *_ in blank] == [_without_tokens(page) for page, *_ in same]

    @pytest.mark.parametrize("email", ["asha@example.org", "nobody@example.org", "chloe@example.org"])
    def test_each_try_hashes_one_password(
        self, asha: Account, chloe: Account, email: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Equal work is equal time; a stopwatch on a busy machine would say so unreliably. Chloe has no password."""
        hashed: list[str] = []
        genuine = hashers.MD5PasswordHasher.encode  # the tests' hasher

        def encode(self: hashers.MD5PasswordHasher, password: str, salt: str) -> str:
            hashed.append(password)
            return genuine(self, password, salt)

        monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", encode)
        give_password(Client(), email, "not the password")
        assert len(hashed) == 1

    def test_a_reset_is_answered_alike_and_mails_either_address_once(self, asha: Account) -> None:
        answers = [
            Client(**where).post("/accounts/password/reset/", {"email": email})
            for email, where in ((asha.email, HOME), ("nobody@example.org", ELSEWHERE))
        ]
        assert {(answer.status_code, answer["Location"]) for answer in answers} == {
            (302, "/accounts/password/reset/done/")
        }
        assert [message.to for message in mail.outbox] == [[asha.email], ["nobody@example.org"]]

    def test_nobodys_mail_is_flooded_and_the_page_says_the_same(self, asha: Account) -> None:
        answers = [Client(**HOME).post("/accounts/password/reset/", {"email": asha.email}) for _ in range(6)]
        assert {answer.status_code for answer in answers} == {302}
        assert len(mail.outbox) == 3


def test_every_process_counts_in_the_same_place() -> None:
    assert isinstance(caches["default"], DatabaseCache)


@pytest.mark.django_db
def test_a_flood_does_not_wash_the_counters_out(rf: object) -> None:
    request = rf.post("/")  # type: ignore[attr-defined]
    for _ in range(5):
        ratelimit.consume(request, app="allauth.account", action="sign_in_stranger", key="one")
    for number in range(400):  # more than Django's default of 300 entries
        cache.set(f"flood-{number}", 1, 300)
    assert not ratelimit.consume(request, app="allauth.account", action="sign_in_stranger", key="one")


def _without_tokens(page: str) -> str:
    lines = [line for line in page.splitlines() if "csrf" not in line.lower()]
    return "\n".join(lines)
