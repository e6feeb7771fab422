"""Comings and goings are in the log, by the number of the account and never by name."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from django.test import Client
from tests.chassis.sign_in.doors import PASSWORD, enrol_app, give_code, give_password, with_password

from wholetime.chassis.models import Account
from wholetime.config.logs import Lines

pytestmark = pytest.mark.one_factor


def test_each_factor_given_refused_or_changed_is_told(
    asha: Account, client: Client, caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: Any
) -> None:
    caplog.set_level(logging.INFO, "wholetime.sign_in")
    with_password(asha)
    give_password(client, asha.email, "lantern-otter-guess")
    give_password(client, asha.email)
    with django_capture_on_commit_callbacks(execute=True):
        _, codes = enrol_app(client)
    client.post("/accounts/logout/")
    give_password(client, asha.email)
    give_code(client, "000000")
    give_code(client, codes[0])
    records = [record for record in caplog.records if record.name == "wholetime.sign_in"]
    assert [(record.levelname, record.getMessage(), record.fields["account"]) for record in records] == [
        ("WARNING", "first_factor_refused", None),
        ("INFO", "signed_in", asha.pk),
        ("INFO", "second_factor_added", asha.pk),  # the app
        ("INFO", "second_factor_added", asha.pk),  # the recovery codes that come with it
        ("INFO", "signed_out", asha.pk),
        ("WARNING", "second_factor_refused", asha.pk),
        ("INFO", "second_factor_given", asha.pk),
        ("INFO", "signed_in", asha.pk),
    ]
    written = "\n".join(Lines().format(record) for record in records)
    assert json.loads(written.splitlines()[-2])["factor"] == "recovery_codes"
    assert not any(word in written for word in (asha.email, "Asha", PASSWORD, "guess", "000000", codes[0]))
