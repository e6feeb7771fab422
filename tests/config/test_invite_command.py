"""Inviting the first administrator, and letting somebody who lost everything enrol again, as typed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from typer.testing import CliRunner

from wholetime.chassis import api
from wholetime.chassis.models import Account, Installation, Invitation
from wholetime.config.cli import app

run = CliRunner()
NEW = "olu@example.org"


@pytest.fixture(autouse=True)
def _england(db: None) -> None:
    Installation.objects.create()
    api.open_organisation("ENG", "nation", "England", parent=None, on=None)


def typed(*words: str) -> Any:
    return run.invoke(app, list(words))


def test_the_link_is_printed_where_no_mail_is_sent(settings: Any) -> None:
    settings.SENDS_MAIL = False
    said = typed("invite", NEW, "--org", "ENG", "--role", "administrator", "--address", "https://w.example.org/")
    assert said.exit_code == 0, said.output
    found = re.search(r"https://w\.example\.org(/invitation/\S+)", said.output)
    assert found
    assert not mail.outbox
    assert Client().get(found[1]).status_code == 302


def test_and_mailed_where_it_is_and_then_not_printed(settings: Any) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://workforce.example.org"]
    said = typed("invite", NEW, "--org", "ENG", "--role", "administrator")
    assert "/invitation/" not in said.output
    assert "https://workforce.example.org/invitation/" in mail.outbox[0].body
    assert "works once, and for 72 hours" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("email", "org", "role", "why"),
    [("olu", "ENG", "planner", "e-mail"), (NEW, "NO", "planner", "tree"), (NEW, "ENG", "queen", "not a role")],
)
def test_a_slip_changes_nothing(email: str, org: str, role: str, why: str) -> None:
    said = typed("invite", email, "--org", org, "--role", role)
    assert (said.exit_code, why in said.output) == (2, True)
    assert not Invitation.objects.exists()


def test_somebody_who_lost_phone_and_codes_enrols_again() -> None:
    account = Account.objects.create_user(NEW, name="Olu")
    Authenticator.objects.create(user=account, type="totp", data={"secret": "x"})
    assert typed("forget-factors", " OLU@example.org").exit_code == 0
    assert not Authenticator.objects.exists()
    assert typed("forget-factors", "nobody@example.org").exit_code == 2
