"""What is not used of the library is not there, and what is used looks like the rest of the site."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.meta.permissions import Row, rows
from tests.meta.samples import address_of

from wholetime.chassis.models import Account
from wholetime.chassis.web import account_urls

CLOSED = [row for row in rows() if "that is closed" in row.what]


@pytest.mark.parametrize("row", CLOSED, ids=lambda row: row.name)
def test_closed_addresses_are_not_there_for_anybody(asha: Account, row: Row) -> None:
    client, path = Client(), address_of(row, None)
    assert client.get(path).status_code == 404
    client.force_login(asha)
    for method in ("get", "post"):
        assert getattr(client, method)(path).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "mfa_index",
        "mfa_add_webauthn",
        "mfa_activate_totp",
        "mfa_list_webauthn",
        "usersessions_list",
        "socialaccount_connections",
        "account_set_password",
        "socialaccount_login_cancelled",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
    ],
)
def test_open_ones_have_our_look_and_no_inline_script(asha: Account, client: Client, name: str) -> None:
    client.force_login(asha)
    answer = client.get(reverse(name), follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'class="wt"' in page
    assert page.count("<h1>") == 1
    assert 'style="' not in page
    assert not [part for part in page.split("<script")[1:] if "src=" not in part and "application/json" not in part]


def test_every_name_of_allauth_that_it_may_ask_for_leads_somewhere() -> None:
    names = {one.name for one in account_urls.urlpatterns}
    assert {"account_email", "account_signup", "account_email_verification_sent", "account_inactive"} <= names
