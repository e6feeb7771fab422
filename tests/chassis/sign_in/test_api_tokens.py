"""Keys for programs: made by their owner, shown once, kept hashed, and worth nothing when they should be."""

from __future__ import annotations

import logging
import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.chassis.sign_in.doors import with_password

from wholetime.chassis import api
from wholetime.chassis.actions import tokens
from wholetime.chassis.actions.read_only import close_for_writing
from wholetime.chassis.actions.tokens import TokenRefused
from wholetime.chassis.models import Account, ApiToken
from wholetime.chassis.queries.tokens import hash_of, token_for

TOKEN = re.compile(r"wt_[\w-]{43}")
ASKED = {"name": "Rota program", "place": "Bolton", "days": "30"}
FIGURES = "/api/v1/organisations"


def just_signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    session = client.session
    session["wholetime.second_factor"] = {"account": account.pk, "how": "test", "at": time.time()}
    session.save()
    return client


def made(client: Client, **asked: str) -> str:
    answer = client.post("/accounts/tokens/", ASKED | asked)
    found = TOKEN.findall(answer.content.decode())
    assert len(found) == 1, answer.status_code
    return str(found[0])


def ask(secret: str, path: str = FIGURES, **more: Any) -> Any:
    return Client().get(path, headers={"authorization": f"Bearer {secret}"}, **more)


def test_a_token_is_shown_once_and_kept_hashed(asha: Account) -> None:
    client = just_signed_in(asha)
    answer = client.post("/accounts/tokens/", ASKED)
    secret = TOKEN.findall(answer.content.decode())[0]
    assert "no-store" in answer["Cache-Control"]
    assert secret not in client.get("/accounts/tokens/").content.decode()
    held = ApiToken.objects.get()
    assert (held.account, held.node.code, held.may_write) == (asha, "00T", False)
    assert held.secret_hash == hash_of(secret)
    assert secret not in everything_kept()


def everything_kept() -> str:
    """All that is kept of tokens, sessions and counters, as text."""
    with connection.cursor() as cursor:
        found = []
        for table in (
            "chassis_apitoken",
            "chassis_apitokenevent",
            "django_session",
            "chassis_counter",
            "pghistory_context",
        ):
            cursor.execute(f"select coalesce(string_agg(t::text, ' '), '') from {table} t")
            found.append(cursor.fetchone()[0])
    return " ".join(found)


def test_the_history_of_a_token_has_no_hash_and_not_every_use(asha: Account) -> None:
    secret = made(just_signed_in(asha))
    assert ask(secret).status_code == 200
    events = apps.get_model("chassis", "ApiTokenEvent").objects.all()
    assert [event.pgh_label for event in events] == ["insert"]
    assert not {"secret_hash", "last_used_at"} & {field.name for field in events.model._meta.fields}


def test_it_opens_rest_within_its_place_and_says_when_it_was_used(
    asha: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "STAMPED_EVERY", timedelta(days=1))  # a minute; the machine may take as long
    secret = made(just_signed_in(asha))
    before = timezone.now()
    assert [row["code"] for row in ask(secret).json()] == ["00T"]
    assert ask(secret, FIGURES + "/00V").status_code == 404
    used = ApiToken.objects.get().last_used_at
    assert used is not None
    assert before <= used <= timezone.now()
    ask(secret)
    assert ApiToken.objects.get().last_used_at == used, "not every use is told"


def test_making_one_needs_a_factor_given_just_now(asha: Account) -> None:
    client = Client()
    client.force_login(with_password(asha))  # some time ago
    assert client.get("/accounts/tokens/").status_code == 200
    assert client.post("/accounts/tokens/", ASKED)["Location"].startswith("/accounts/reauthenticate/")
    assert not ApiToken.objects.exists()


@pytest.mark.one_factor
def test_who_gave_one_factor_only_does_not_get_there(asha: Account) -> None:
    client = Client()
    client.force_login(asha)
    assert client.get("/accounts/tokens/")["Location"] == "/accounts/enrol/"
    assert client.post("/accounts/tokens/", ASKED)["Location"] == "/accounts/enrol/"
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize(
    "asked", [{"place": "North Central London"}, {"place": "B"}, {"days": "366"}, {"days": "0"}, {"name": " "}]
)
def test_what_will_not_do_is_said(asha: Account, asked: dict[str, str]) -> None:
    answer = just_signed_in(asha).post("/accounts/tokens/", ASKED | asked)
    assert "There is a problem" in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_an_installation_may_want_shorter_lives(asha: Account, settings: Any) -> None:
    settings.TOKEN_DAYS = 30
    assert "90 days" not in just_signed_in(asha).get("/accounts/tokens/").content.decode()
    with pytest.raises(TokenRefused, match="1 to 30 days"):
        api.make_token(asha, "Long", "00T", 31)


def test_withdrawing_is_for_its_owner_and_at_once(asha: Account, ben: Account) -> None:
    secret, number = made(just_signed_in(asha)), ApiToken.objects.get().pk
    assert just_signed_in(ben).post(f"/accounts/tokens/{number}/withdraw/").status_code == 404
    assert ask(secret).status_code == 200
    assert just_signed_in(asha).post(f"/accounts/tokens/{number}/withdraw/").status_code == 302
    assert ask(secret).status_code == 401
    assert "Withdrawn" in just_signed_in(asha).get("/accounts/tokens/").content.decode()


def test_rights_are_those_of_the_day(asha: Account) -> None:
    secret = api.make_token(asha, "Test", "QOP", 30)[1]
    assert [row["code"] for row in ask(secret).json()] == ["QOP"]
    api.grant(asha, "QMJ", "planner")
    assert [row["code"] for row in ask(secret).json()] == ["QOP"], "more rights do not widen a token"
    api.grant(asha, "00T", "planner")
    api.end_memberships(asha, "QOP")
    assert [row["code"] for row in ask(secret).json()] == ["00T"], "fewer rights narrow it"
    api.end_memberships(asha, "00T")
    assert ask(secret).status_code == 401


def test_forgetting_somebodys_factors_ends_their_tokens(asha: Account) -> None:
    secret = made(just_signed_in(asha))
    api.forget_second_factors(asha)
    assert ask(secret).status_code == 401


def test_invented_people_have_none(asha: Account) -> None:
    secret = api.make_token(asha, "Test", "QOP", 30)[1]
    asha.persona = "asha"
    asha.save()
    assert token_for(secret) is None
    with pytest.raises(TokenRefused):
        api.make_token(asha, "Test", "QOP", 30)


def test_a_session_beside_a_bad_token_does_not_help(asha: Account) -> None:
    client = just_signed_in(asha)
    assert client.get(FIGURES, headers={"authorization": "Bearer wt_bad"}).status_code == 401
    assert client.get(FIGURES).status_code == 200


def test_a_token_wins_over_a_wider_session(asha: Account) -> None:
    client = just_signed_in(asha)
    found = client.get(FIGURES, headers={"authorization": f"Bearer {made(client)}"})
    assert [row["code"] for row in found.json()] == ["00T"]


def test_bad_tokens_are_counted_and_good_ones_still_work(asha: Account) -> None:
    cache.clear()
    secret = api.make_token(asha, "Test", "QOP", 30)[1]
    answers = [ask("wt_guess").status_code for _ in range(62)]
    assert answers == [401] * 60 + [429] * 2
    assert ask("wt_guess")["Retry-After"] == "300"
    assert ask(secret).status_code == 200, "nobody is shut out by another's guesses"


def test_tokens_are_in_no_log(asha: Account, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secret = made(just_signed_in(asha))
    for path in (FIGURES, FIGURES + "/NOBODY", "/api/v1/nothing", f"/api/v1/figures?token={secret}x"):
        ask(secret, path)
    ask(secret + "x")
    said = [
        record for record in caplog.records if secret in record.getMessage() and "token=" not in record.getMessage()
    ]
    assert not said
    assert ask("wt_bad", f"{FIGURES}?token={secret}").status_code == 401, "an address is no place for a token"


def test_reading_goes_on_in_read_only_mode(asha: Account) -> None:
    secret = api.make_token(asha, "Test", "QOP", 30)[1]
    assert close_for_writing("upkeep", patience=0) == 0
    assert ask(secret).status_code == 200
    assert ApiToken.objects.get().last_used_at is not None
