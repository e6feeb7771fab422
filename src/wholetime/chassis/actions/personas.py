"""The invented people of the demo. Outside it every function here refuses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from wholetime.chassis.actions.accounts import grant
from wholetime.chassis.actions.prepare import DemoRefused
from wholetime.chassis.models import Account, Membership, Node
from wholetime.chassis.postgres.reach import as_operator
from wholetime.chassis.queries.installation import is_demo
from wholetime.chassis.queries.organisations import codes_under, search

LIST = Path(__file__).parents[1] / "reference" / "personas.yaml"


@dataclass(frozen=True, slots=True)
class Persona:
    """One card of the sign-in page of the demo."""

    slug: str
    name: str
    role: str
    scope: str
    about: str


def make_personas() -> list[Persona]:
    """An account for each persona whose node is in the tree; harmless to repeat."""
    _only_in_the_demo()
    with transaction.atomic():
        for told in _listed():
            code = _code(told["node"])
            if code is not None:
                _make(told, code)
    return personas()


@as_operator()  # of a demo, the invented people are shown to whoever opens it
def personas() -> list[Persona]:
    """Those that can be signed in as, in the order of the list."""
    _only_in_the_demo()
    held = Membership.objects.exclude(account__persona="").filter(account__is_active=True)
    scopes = dict(held.values_list("account__persona", "node__name"))
    return [
        Persona(told["slug"], told["name"], told["title"], scopes[told["slug"]], told["about"])
        for told in _listed()
        if told["slug"] in scopes
    ]


def persona_account(slug: str) -> Account | None:
    """The account to sign in; None where there is no such persona."""
    _only_in_the_demo()
    return Account.objects.filter(persona=slug, is_active=True).first() if slug else None


def _only_in_the_demo() -> None:
    if not is_demo():
        raise DemoRefused("personas exist only in the demo")


@cache
def _listed() -> list[dict[str, Any]]:
    return list(yaml.safe_load(LIST.read_text())["personas"])


def _code(node: str | dict[str, str]) -> str | None:
    if isinstance(node, str):
        return node if Node.objects.filter(code=node).exists() else None
    found = search(node["name"], within=codes_under([node["under"]]), limit=1)
    return found[0].code if found else None


def _make(told: dict[str, Any], code: str) -> None:
    email = f"{told['slug']}@demo.invalid"  # a domain that can never exist, so nothing can be sent to it
    account = Account.objects.filter(email=email).first()
    if account is None:
        account = Account.objects.create_user(email, name=told["name"], persona=told["slug"])
        grant(account, code, told["role"])
