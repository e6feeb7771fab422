"""What the tests of the permission table send: whose things there are, sample addresses and bodies."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.chassis.sign_in.doors import with_password
from tests.dataset.web.small_world import World, return_csv, return_row
from tests.forecast.made_runs import a_projection, a_run
from tests.forecast.test_official import long_text
from tests.meta.permissions import ROLES, Row

from wholetime.chassis import api
from wholetime.chassis.actions.invitations import invite_by_mail
from wholetime.chassis.models import Account, Job, LegalHold, Node
from wholetime.dataset.models import CorrectionRequest, Employment, Person, PersonLink
from wholetime.forecast.engine.scenario.shipped import shipped_register
from wholetime.forecast.models import RegisterVersion
from wholetime.forecast.web.wisn_form import EXAMPLE

NOWHERE = UUID("00000000-0000-4000-8000-000000000000")
MISSING = {
    "organisation": "ZZ999",
    "load": NOWHERE,
    "own load": NOWHERE,
    "own refused load": NOWHERE,
    "saved view": NOWHERE,
    "job": 987654,
    "invitation": 987654,
    "token": 987654,
    "passkey": 987654,
    "correction": 987654,
    "hold": 987654,
    "run": NOWHERE,
    "projection": NOWHERE,
    "link": 987654,
}
OBJECT = re.compile(r"<uuid:key>|\{key\}|<(?:str|slug):code>|\{code\}|<int:(?:job|number|pk)>")
PARTS = {
    "<slug:slug>": "shape",
    "<slug:ending>": "csv",
    "<slug:form>": "csv",
    "<day:day>": "2026-09-30",
    "<slug:provider_id>": "none",
    "<str:token>": "none",
    "<str:key>": "none",
    "<str:assumption>": "leaving",
    "{source}": "five_minute_return",
    "{number}": "1",
}
NAMES = {
    "/data/loads/source/": "five_minute_return",
    "/data/loads/template/": "five_minute_return",
    "/data/worklists/": "ahp",
    "/api/v1/quality/worklists/": "ahp",
    "/api/v1/figures/": "headcount",
    "/api/v1/forecasts/{code}/assumptions/": "leaving",
    "/api/v1/forecasts/{code}/scenarios/": "retention",
    "/insight/": "briefing.xlsx",
    "/forecast/<str:code>/scenarios/": "retention",
    "/forecast/": "briefing.xlsx",
}
CHANGES = [{"assumption": "leaving", "from_year": 2027, "times": 0.9}]
SCENARIO = {"title": "Sample", "note": "For a test", "changes": CHANGES}
ASSUMPTION = {
    "low": "0.8",
    "central": "0.9",
    "high": "1",
    "owner": "A planner",
    "source": "Our own",
    "effective": "2026-11-22",
    "reason": "For a test",
}
QUERIES = {
    "GET /api/v1/figures/{name}": "?org={}",
    "GET /api/v1/need/cover": "?arrivals=2&minutes=30&wait=15",
    "GET /api/v1/need/wisn": "?lines=Team,activity,Visits,1000,60",
    "GET /insight/find/": "?q=dunstan",
}
NEW = "new@example.org"


@dataclass(frozen=True)
class Things:
    """People by role, and what is each one's; ``other`` are those of another system."""

    people: dict[str, Account]
    own: dict[str, dict[str, Any]]
    other: dict[str, Any]
    other_person: Account

    def of(self, role: str, whose: str, kind: str) -> Any:
        if whose == "missing":
            return MISSING[kind]
        if kind == "passkey":
            return _passkey(self.other_person if whose == "other" else self.people.get(role, self.other_person))
        return self.other[kind] if whose == "other" else self.own[role][kind]


def things(world: World) -> Things:
    named = {"director": "dina", "manager": "mo", "planner": "gita", "information lead": "hana"}
    people = {role: world.accounts[name] for role, name in named.items()}
    people["administrator"] = _joins("ada", "QOP", "administrator")
    otis, abe = _joins("otis", "QMJ", "information"), _joins("abe", "QMJ", "administrator")
    shared = _sent(people["information lead"], "P82001", 11, commit=True)
    own = {role: _own(role, people[role], shared, number) for number, role in enumerate(ROLES)}
    own["no role"] = own["signed out"] = own["planner"]
    for role in ROLES:
        own[role]["invitation"] = invite_by_mail(people["administrator"], NEW, "QOP", "manager")[0].pk
    other = _others(otis) | {"invitation": invite_by_mail(abe, NEW, "QMJ", "manager")[0].pk}
    asker = world.accounts["ned"]
    other |= _rights(asker, "RAL", "QMJ", 1)
    for role in ROLES:
        own[role] |= _rights(asker, "P82001", "QOP", 2 + ROLES.index(role))
    people["no role"] = world.accounts["ned"]
    for account in people.values():
        TOTP.activate(with_password(account), generate_totp_secret())
        RecoveryCodes.activate(account)
    return Things(people, own, other, otis)


def _joins(name: str, code: str, role: str) -> Account:
    account = Account.objects.create_user(f"{name}@example.org", name=name.title())
    api.grant(account, code, role, start=date(2020, 1, 1))
    return account


def _own(role: str, account: Account, shared: Any, number: int) -> dict[str, Any]:
    sends = role not in ("director", "manager")
    return _things_of(account, "P82001") | {
        "load": shared,
        "own load": _sent(account, "P82001", 20 + number) if sends else shared,
        "own refused load": _sent(account, "P82001", f"many{number}") if sends else shared,
    }


def _others(account: Account) -> dict[str, Any]:
    return _things_of(account, "RAL") | {
        "load": _sent(account, "RAL", 12, commit=True),
        "own load": _sent(account, "RAL", 13),
        "own refused load": _sent(account, "RAL", "many"),
    }


def _things_of(account: Account, code: str) -> dict[str, Any]:
    _register(code)
    return {
        "organisation": code,
        "run": a_run(code).key,
        "projection": a_projection(code),
        "saved view": api.save_view(account, code, "Mine", f"/insight/{code}/shape/", ""),
        "job": Job.objects.create(account=account, title="Something long").pk,
        "token": api.make_token(account, "Mine", code, 30)[0].pk,
    }


def _register(code: str) -> None:
    """A first version of the register of ``code``, as wholetime comes with it."""
    shipped = {"changed": "leaving", "reason": "As it was", "held": shipped_register().as_json()}
    RegisterVersion.objects.get_or_create(node=Node.objects.get(code=code), number=1, defaults=shipped)


def _rights(asker: Account, code: str, area: str, number: int) -> dict[str, Any]:
    """A request for correction, a hold, and the link of an account with a record, at ``code``."""
    employer, linked = Node.objects.get(code=code), _joins(f"linked{number}", code, "manager")
    person = Person.objects.create(pseudonym=number, first_name="Ann", last_name="Example")
    employment = Employment.objects.create(
        person=person, organisation=employer, employee_number=str(number), last_seen=date(2026, 9, 30)
    )
    asked = CorrectionRequest.objects.create(account=asker, organisation=employer, field="last name", should_be="Other")
    hold = LegalHold.objects.create(node=Node.objects.get(code=area), reason="Case 7")
    link = PersonLink.objects.create(account=linked, employment=employment)
    return {"correction": asked.pk, "hold": hold.pk, "link": link.pk}


def _passkey(account: Account) -> int:
    """It has a name and opens nothing, so it must not be there when its owner's passkeys are read."""
    return int(Authenticator.objects.create(user=account, type="webauthn", data={"name": "Mine"}).pk)


def _sent(account: Account, code: str, headcount: object, *, commit: bool = False) -> UUID:
    client = Client()
    client.force_login(account)
    offered = client.post("/api/v1/loads", {"file": return_csv(return_row(org=code, headcount=headcount))})
    assert offered.status_code == 201, offered.content
    key = UUID(offered.json()["key"])
    if commit:
        assert client.post(f"/api/v1/loads/{key}/commit").status_code == 200
    return key


def address_of(row: Row, thing: Any) -> str:
    """An address that the route of ``row`` answers, about ``thing``."""
    path = OBJECT.sub(str(thing if thing is not None else "none"), row.address)
    parts = PARTS | ({"<slug:slug>": "overview"} if row.address.startswith("/forecast/") else {})
    for part, value in parts.items():
        path = path.replace(part, value)
    name = next((name for start, name in NAMES.items() if row.address.startswith(start)), "none")
    path = re.sub(r"<\w+:name>|\{name\}", name, path)
    path = re.sub(r"\(\?P<\w+>[^)]*\)", "none", path)
    return path + QUERIES.get(row.name, "").format(thing)


def body_of(row: Row) -> dict[str, Any] | str:
    """What is sent with a POST: enough for whoever may, so that no is said to the person and not to the form.

    Text is JSON; all else is a form.
    """
    if row.address.startswith("/api/v1/forecasts/{code}/scenarios"):
        return json.dumps(SCENARIO if row.address.endswith("/versions") else SCENARIO | {"name": "sample"})
    if row.name == "POST /api/v1/forecasts/{code}/population":
        return {"file": SimpleUploadedFile("snpp.csv", long_text(area="P82001").encode()), "title": "Projections"}
    if row.name in ("POST /api/v1/need/wisn", "POST /forecast/<str:code>/wisn/file/"):
        return {"file": SimpleUploadedFile("team.csv", EXAMPLE.encode())}
    if row.name in ("POST /api/v1/loads", "POST /data/loads/new/"):
        return {"file": return_csv(return_row(headcount=77))}
    if row.address.startswith("/data/returns/"):
        return {"month": (date.today().replace(day=1) - timedelta(days=1)).isoformat()}  # noqa: DTZ011
    return {
        "/api/v1/forecasts/{code}/assumptions/{name}": ASSUMPTION,
        "/api/v1/forecasts/projection/{key}": {"decision": "take"},
        "/accounts/tokens/": {"name": "Sample", "place": "P82001", "days": "30"},
        "/data/corrections/<int:number>/": {"decision": "accept"},
        "/data/links/": {"email": NEW, "place": "P82001", "employee_number": "2"},
        "/data/retention/": {"place": "QOP", "reason": "Case 8"},
        "/people/": {"email": NEW, "place": "QOP", "role": "manager"},
        "/insight/<str:code>/<slug:slug>/save/": {"title": "Sample", "query": ""},
    }.get(row.address, {})
