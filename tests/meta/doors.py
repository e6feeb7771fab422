"""Knocking at a route as somebody, and saying in the words of the table what was answered."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import Client
from tests.meta.permissions import Row
from tests.meta.samples import Things, address_of, body_of

from wholetime.chassis.models import Account

SIGN_IN = ("/accounts/login/", "/accounts/reauthenticate/")
VARIES = re.compile(
    r'<script.*?</script>|hx-headers=\'[^\']*\'|name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"', re.DOTALL
)


def session_of(account: Account) -> str:
    """A session in which both factors were given just now."""
    client = Client()
    client.force_login(account)
    session = client.session
    session["wholetime.second_factor"] = {"account": account.pk, "how": "test", "at": time.time()}
    session.save()
    return str(session.session_key)


def knock(row: Row, thing: Any, *, session: str = "", token: str = "") -> Any:
    """The answer; whatever it changed is undone."""
    client = Client(headers={"authorization": f"Bearer {token}"} if token else {})
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    with undone():
        answer = client.generic(row.method, address_of(row, thing)) if row.method != "POST" else None
        if answer is None:
            body = body_of(row)
            kind = {"content_type": "application/json"} if isinstance(body, str) else {}
            answer = client.post(address_of(row, thing), body, **kind)
    return answer


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def said(row: Row, answer: Any) -> str:
    """The answer in the words of the table."""
    status = answer.status_code
    if status in (301, 302, 303):
        return "sign in" if answer["Location"].startswith(SIGN_IN) else "yes"
    words = {401: "sign in", 403: "refused", 404: "not there"}
    return "yes" if status < 300 else words.get(status, str(status))


def look(answer: Any) -> tuple[int, str, str]:
    """What somebody sees of it: status, type and text, without what differs from one request to the next."""
    text = VARIES.sub("", answer.content.decode(errors="replace"))
    return answer.status_code, answer.get("Content-Type", ""), text


def asked_whose(row: Row) -> tuple[str, ...]:
    return ("own", "other", "missing") if row.whose else ("own",)


def thing_of(things: Things, row: Row, role: str, whose: str) -> Any:
    return things.of(role, whose, row.whose) if row.whose else None
