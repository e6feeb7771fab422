"""`wholetime token`, as typed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from typer.testing import CliRunner

from wholetime.chassis import api
from wholetime.chassis.models import Account, ApiToken, Installation
from wholetime.config.cli import app

EMAIL = "olu@example.org"


@pytest.fixture(autouse=True)
def _olu(db: None) -> None:
    Installation.objects.create()
    api.open_organisation("ENG", "nation", "England", parent=None, on=None)
    api.grant(Account.objects.create_user(EMAIL, name="Olu"), "ENG", "planner")


def typed(*words: str) -> Any:
    return CliRunner().invoke(app, ["token", *words])


def made(*more: str) -> str:
    said = typed("make", EMAIL, "--org", "ENG", "--name", "Rota", *more)
    assert said.exit_code == 0, said.output
    assert re.fullmatch(r"wt_[\w-]{43}\n", said.stdout), "nothing else, so that it can go into a file"
    return str(said.stdout.strip())


def test_make_list_withdraw() -> None:
    secret = made("--days", "7")
    header = {"authorization": f"Bearer {secret}"}
    assert Client().get("/api/v1/organisations", headers=header).json()[0]["code"] == "ENG"
    listed = typed("list").stdout
    assert re.search(rf"^\d+  {EMAIL}  Rota  \(England, reads\)  works until \d{{4}}-\d\d-\d\d, last used", listed)
    assert secret not in listed
    assert typed("withdraw", listed.split()[0]).exit_code == 0
    assert Client().get("/api/v1/organisations", headers=header).status_code == 401
    assert "withdrawn" in typed("list", EMAIL).stdout


def test_a_token_writes_only_when_told_so() -> None:
    made()
    made("--write")
    assert list(ApiToken.objects.order_by("pk").values_list("may_write", "by_command_line")) == [
        (False, True),
        (True, True),
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("make", "nobody@example.org", "--org", "ENG", "--name", "x"), "no account"),
        (("make", EMAIL, "--org", "QOP", "--name", "x"), "nothing at QOP"),
        (("make", EMAIL, "--org", "ENG", "--name", "x", "--days", "999"), "1 to 365 days"),
        (("make", EMAIL, "--org", "ENG", "--name", " "), "a name"),
        (("withdraw", "77"), "no token 77"),
        (("list", "nobody@example.org"), "no account"),
    ],
)
def test_what_makes_no_sense_is_refused(words: tuple[str, ...], said: str) -> None:
    answer = typed(*words)
    assert answer.exit_code == 2
    assert said in answer.output
    assert not ApiToken.objects.exists()
