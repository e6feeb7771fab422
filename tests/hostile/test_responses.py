"""What every answer must carry, so that a browser keeps it from other sites, other people and other meanings."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.chassis.sign_in.doors import give_password, with_password
from tests.dataset.web.small_world import World
from tests.hostile.routes import addresses

import wholetime

PAGES = [path for path in addresses() if path != "/accounts/logout/"]


def answers(world: World) -> list[tuple[str, Any]]:
    """Every route that answers to being looked at, as somebody who may see much."""
    client = world.gita
    return [(path, client.get(path)) for path in PAGES]


def test_every_answer_carries_the_headers_that_browsers_obey(world: World) -> None:
    for route, answer in answers(world):
        policy = answer["Content-Security-Policy"]
        assert "script-src 'self';" in f"{policy};".replace("; ", ";") + ";", route
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert "base-uri 'none'" in policy
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        if answer.streaming or answer.content:
            kind = answer["Content-Type"]
            assert not kind.startswith("text/") or "charset=utf-8" in kind, route


def test_no_other_site_may_read_an_answer(world: World) -> None:
    for path in ("/api/v1/organisations", "/insight/QOP/", "/accounts/login/"):
        for method in ("GET", "OPTIONS"):
            answer = world.gita.generic(method, path, headers={"origin": "https://evil.example"})
            assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def test_nothing_of_a_signed_in_person_is_left_in_a_cache(world: World) -> None:
    """On a shared screen the next person presses Back; a proxy serves what it kept to somebody else."""
    for route, answer in answers(world):
        assert "no-store" in answer.get("Cache-Control", ""), route
        assert "public" not in answer["Cache-Control"]


def test_every_cookie_is_kept_from_other_sites(world: World) -> None:
    client = Client()
    account = with_password(world.accounts["gita"])
    client.get("/accounts/login/")
    give_password(client, account.email)
    assert {"sessionid", "csrftoken"} <= set(client.cookies)
    for name, cookie in client.cookies.items():
        assert cookie["samesite"] == "Lax", name
        assert cookie["httponly"] or name == "csrftoken", name


def test_a_session_laid_ready_is_not_signed_in_to(world: World) -> None:
    """Session fixation: the key that somebody else put into the browser is not the key of the signed-in session."""
    account = with_password(world.accounts["gita"])
    client = Client()
    client.session.save()
    laid = client.session.session_key
    client.cookies["sessionid"] = laid
    give_password(client, account.email)
    assert client.cookies["sessionid"].value not in ("", laid)


def test_trace_is_not_answered(world: World) -> None:
    for path in ("/insight/QOP/", "/accounts/login/", "/api/v1/figures"):
        answer = world.gita.generic("TRACE", path, headers={"x-secret": "mirrored"})
        assert answer.status_code in (302, 403, 405)
        assert "mirrored" not in answer.content.decode() + str(answer.headers)


SOURCE = str(Path(wholetime.__file__).parents[1])
MODULE = "wholetime.config.settings"
BEHIND_TLS = """
from django.conf import settings
print(settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_SECURE,
      settings.SECURE_HSTS_SECONDS, settings.SECURE_SSL_REDIRECT, settings.DEBUG)
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What the settings say with and without TLS before the site."""
    home = str(tmp_path_factory.mktemp("home"))
    return {
        flag: subprocess.run(
            [sys.executable, "-c", BEHIND_TLS],
            capture_output=True,
            text=True,
            check=True,
            env={"WHOLETIME_HOME": home, "WHOLETIME_TLS": flag, "PYTHONPATH": SOURCE, "DJANGO_SETTINGS_MODULE": MODULE},
        ).stdout.split()
        for flag in ("0", "1")
    }


def test_behind_tls_cookies_are_bound_to_the_host(told: dict[str, list[str]]) -> None:
    assert told["1"][:3] == ["__Host-sessionid", "__Host-csrftoken", "True"]
    assert told["0"][:3] == ["sessionid", "csrftoken", "False"]


def test_behind_tls_browsers_are_told_to_stay_there(told: dict[str, list[str]]) -> None:
    assert told["1"][3:] == [str(365 * 24 * 60 * 60), "True", "False"]
    assert told["0"][3:] == ["0", "False", "False"]
