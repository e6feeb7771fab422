"""Headers that lie: whose site this is, how long the request is, and names that would end a header early."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from tests.chassis.sign_in.doors import with_password
from tests.dataset.web.small_world import World, return_csv, return_row
from tests.hostile.multipart import send_named

from wholetime.chassis import api
from wholetime.dataset.models import Load

EVIL = "evil.example"
OPEN = ("/accounts/login/", "/accounts/password/reset/", "/api/v1/openapi.json", "/nowhere/")


@pytest.mark.parametrize(
    "host", [EVIL, f"localhost@{EVIL}", f"localhost.{EVIL}", f"{EVIL}:80", "localhost:80@evil", ""]
)
@pytest.mark.parametrize("path", OPEN)
def test_a_host_that_is_not_ours_is_turned_away(db: None, path: str, host: str) -> None:
    assert Client().get(path, headers={"host": host}).status_code == 400


FORWARDED = {
    "x-forwarded-host": EVIL,
    "x-host": EVIL,
    "x-original-host": EVIL,
    "x-forwarded-server": EVIL,
    "forwarded": f"host={EVIL};proto=https",
    "x-original-url": "/people/",
    "x-rewrite-url": "/people/",
    "x-http-method-override": "DELETE",
}


@pytest.mark.parametrize("name", FORWARDED)
def test_a_forwarded_host_is_in_no_link_and_no_mail(world: World, name: str) -> None:
    lie = {name: FORWARDED[name]}
    account = with_password(world.accounts["gita"])
    Client().post("/accounts/password/reset/", {"email": account.email}, headers=lie)
    assert len(mail.outbox) == 1
    assert "http://testserver/" in mail.outbox[0].body
    assert EVIL not in mail.outbox[0].body
    page = Client().get("/accounts/login/", headers=lie)
    assert page.status_code == 200
    assert EVIL not in page.content.decode() + str(page.headers)


def test_an_invitation_names_our_host_only(world: World) -> None:
    api.grant(world.accounts["gita"], "QOP", "administrator")
    told = {"email": "noor@example.org", "place": "00T", "role": "planner"}
    world.gita.post("/people/", told, headers={"x-forwarded-host": EVIL})
    assert "http://testserver/invitation/" in mail.outbox[-1].body
    assert EVIL not in mail.outbox[-1].body


@pytest.mark.parametrize("said", ["abc", "-1", "9" * 30, "1e9", "٣", "0x10", " "])
@pytest.mark.parametrize("path", ["/accounts/login/", "/api/v1/loads", "/data/loads/new/"])
def test_a_length_that_is_no_number_is_no_fall(world: World, path: str, said: str) -> None:
    assert world.gita.generic("POST", path, b"x=1", CONTENT_LENGTH=said).status_code < 500


AWAY = ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "\thttps://evil.example"]


@pytest.mark.parametrize("where", AWAY)
def test_no_next_leads_to_another_site(world: World, where: str) -> None:
    client = Client()
    with_password(world.accounts["gita"])
    for path in ("/accounts/login/", "/accounts/reauthenticate/", "/accounts/logout/", "/accounts/ended/"):
        for answer in (client.get(path, {"next": where}), client.post(f"{path}", {"next": where, "login": "x"})):
            away = urlsplit(answer.get("Location", ""))
            assert (away.scheme, away.netloc) in (("", ""), ("http", "testserver"))
            assert away.path.startswith("/") or not away.path
            assert not away.path.startswith(("//", "/\\"))
            assert f'href="{where}' not in answer.content.decode()


SPLIT = "x\r\nSet-Cookie: sessionid=stolen\r\n\r\n<script>alert(1)</script>.csv"
NAMES = [SPLIT, 'a"; filename="b.exe', "é\r\n.csv", "\0.csv", "a\u2028b.csv", "‮vsc.exe", "x" * 4_000 + ".csv", "."]


@pytest.mark.parametrize("name", NAMES)
def test_no_file_name_ends_a_header_early(world: World, name: str) -> None:
    content = return_csv(return_row(group="=cmd|x!A1")).read()
    answer = send_named(world.gita, "/data/loads/new/", name, content, follow=True)
    assert answer.status_code in (200, 400)
    for load in Load.objects.all():
        assert not set("\r\n\0") & set(load.file_name)
        for path in (f"/data/loads/{load.key}/", f"/data/loads/{load.key}/refused.xlsx", "/data/loads/"):
            _whole(world.gita.get(path))


def _whole(answer: Any) -> None:
    assert answer.status_code == 200
    assert "stolen" not in str(answer.cookies)
    assert not [value for value in answer.headers.values() if set("\r\n") & set(value)]


@pytest.mark.parametrize("asked", ["a%0d%0aSet-Cookie:%20stolen=1", "a%0aX: y", "%00", "%ff%fe", "a" * 5_000])
def test_no_address_or_question_ends_a_header_early(world: World, asked: str) -> None:
    for path in (
        f"/insight/{asked}/",
        f"/insight/QOP/{asked}/",
        f"/insight/QOP/shape/{asked}",
        f"/data/returns/{asked}/",
    ):
        assert world.gita.get(path).status_code in (301, 404), path
    for path in ("/insight/QOP/", "/insight/find/", "/data/loads/", "/data/returns/", "/api/v1/organisations"):
        for question in ("q", "month", "group", "sort0", "page", "figure", "next"):
            answer = world.gita.get(f"{path}?{question}={asked}")
            assert answer.status_code < 500, (path, question)
            assert "stolen" not in str(answer.cookies)


def test_a_view_refused_leads_back_without_ending_a_header(world: World) -> None:
    answer = world.gita.post("/insight/00T/trend/save/", {"title": "", "query": "x=1\r\nSet-Cookie: stolen=1"})
    assert answer.status_code == 302
    assert not set("\r\n") & set(answer["Location"])
    assert answer["Location"].startswith("/insight/00T/trend/")
