"""Taking the first lock away: everybody is everything for all England, and queries forget whose rows they want."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from django.db.models import Q, QuerySet
from django.test import Client
from tests.meta.doors import undone
from tests.meta.permissions import Row
from tests.meta.samples import address_of

from wholetime.chassis.models.account import Role
from wholetime.chassis.queries import access, invitations

KEEPING = {
    "account",
    "load__account",
    "node__code__in",
    "org__in",
    "organisation__code__in",
    "employment__organisation__code__in",
    "people__contains",
}
"""Conditions by which queries keep to a scope or to somebody."""

KEY = re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")


def take_away(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (access, invitations):
        monkeypatch.setattr(module, "memberships_today", lambda account: [("ENG", role) for role in Role.values])
    genuine = QuerySet._filter_or_exclude

    def forgetful(self: Any, negate: bool, args: Any, named: dict[str, Any]) -> Any:
        kept = {name: value for name, value in named.items() if name not in KEEPING}
        return genuine(self, negate, tuple(without(one) if isinstance(one, Q) else one for one in args), kept)

    monkeypatch.setattr(QuerySet, "_filter_or_exclude", forgetful)


def without(condition: Q) -> Q:
    """``condition`` without what keeps to a scope; nothing is left of an alternative that had such a part."""
    parts = [without(part) if isinstance(part, Q) else part for part in condition.children]
    kept = [part for part in parts if not (isinstance(part, tuple) and part[0] in KEEPING)]
    if len(kept) < len(parts) and condition.connector == Q.OR:
        return Q()
    return Q(*kept, _connector=condition.connector, _negated=condition.negated)


def text_of(client: Client, row: Row, thing: Any) -> str:
    """All that is said in answer to ``row`` about ``thing``, whatever it is wrapped in."""
    return said_at(client, address_of(row, thing))


def said_at(client: Client, address: str) -> str:
    """The text without the keys of things: they are random, and a part of one may be anybody's number."""
    with undone():  # a page that the database stops must not stop the next
        answer = client.get(address, follow=True)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in packed.namelist())
    return KEY.sub("", body.decode(errors="replace"))
