"""A walk through roles, moves, mergers, tokens and days: nobody ever sees a row of another scope."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from tests.dataset.web.small_world import World, return_csv, return_row
from tests.second_lock.without_first_lock import said_at, take_away

from wholetime.chassis import api
from wholetime.chassis.models import Account, Invitation, Node, SavedView
from wholetime.chassis.postgres.reach import OPERATOR
from wholetime.chassis.web import reach
from wholetime.dataset.api import load_file
from wholetime.dataset.models import Look

ORGS = ("P82001", "P82002", "AL001", "CH001", "RMC", "RAL")
PLACES = {
    "U00001": ("00T", "QOP", "Y62", "ENG"),
    "00T": ("QOP", "Y62", "ENG"),
    "QOP": ("Y62", "ENG"),
    "QMJ": ("Y62", "ENG"),
}
ABOVE = {"P82001": "U00001", "P82002": "U00001", "AL001": "00T", "CH001": "00T", "RMC": "QOP", "RAL": "QMJ"}
ROOTS = (*ORGS, *PLACES, "Y62", "ENG")
NAMES = ("erin", "gita", "mo", "ned")
COUNT = {org: 1000 << place for place, org in enumerate(ORGS)}
"""People counted: each a power of two, so that every sum tells of whom it is made."""

SECRETS = (
    "secret-{}",
    "view-{}",
    "look-{}",
    "new-{}@example.org",
    "Clerk {}",
    "/data/returns/{}/",
    '"source": "five_minute_return", "org": "{}"',
)
"""What only those may read who see the organisation: names of files, views and people, and where something is to do."""

PAGES = (
    "/data/loads/",
    "/data/loads/source/five_minute_return/",
    "/data/export/csv.zip",
    "/data/quality/returns/",
    "/data/returns/",
    "/insight/saved/",
    "/insight/find/?q=o",
    "/people/",
    "/data/looks/",
    "/insight/{}/shape/",
    "/insight/{}/shape/chart-0.svg",
    "/insight/{}/shape/table-0.csv",
    "/insight/{}/shape/briefing.xlsx",
)
REST = (
    "/api/v1/figures/headcount?by=org",
    "/api/v1/figures/headcount?by=sector",
    "/api/v1/figures/headcount?as_now=true",
    "/api/v1/figures/headcount?org={}",
    "/api/v1/figures/headcount?place={}&by=org,period",
    "/api/v1/loads",
    "/api/v1/quality/timeliness",
)


@pytest.fixture
def told(world: World, tmp_path: Path) -> World:
    """Each organisation sent a return in a file of its own, somebody there keeps a view and has looked at a record,
    and somebody is invited."""
    in_a_year = timezone.now() + timedelta(365)
    for org in ORGS:
        file = tmp_path / f"secret-{org}.csv"
        file.write_bytes(return_csv(return_row(org, headcount=COUNT[org], wte=COUNT[org])).read())
        assert load_file(file).state == "committed"
        clerk = Account.objects.create_user(f"clerk-{org}@example.org", name=f"Clerk {org}")
        node = Node.objects.get(code=org)
        SavedView.objects.create(account=clerk, node=node, title=f"view-{org}", path="/")
        Look.objects.create(account=clerk, organisation=node, route=f"look-{org}", people=[node.pk])
        Invitation.objects.create(
            email=f"new-{org}@example.org", node=node, role="manager", secret_hash=org, expires_at=in_a_year
        )
    Account.objects.filter(email__in=[f"{name}@example.org" for name in NAMES]).update(is_active=True)
    return world


class Walk(RuleBasedStateMachine):
    """What is told of each step here is worked out by hand: memberships, and a climb from each organisation."""

    people: dict[str, Account]
    patch: pytest.MonkeyPatch

    @initialize()
    def begin(self) -> None:
        self.undone = ExitStack()
        self.undone.enter_context(transaction.atomic())
        self.today = timezone.localdate()
        self.above = dict(ABOVE)
        self.roles = {name: _roles_at_first(name) for name in NAMES}
        self.suspended: set[str] = set()
        self.closed: set[str] = set()
        self.token: dict[str, tuple[str, str]] = {}
        self.patch.setattr(timezone, "localdate", lambda *_: self.today)

    def teardown(self) -> None:
        if hasattr(self, "undone"):
            transaction.set_rollback(True)
            self.undone.close()

    @rule(
        name=st.sampled_from(NAMES),
        code=st.sampled_from(ROOTS),
        role=st.sampled_from(("information", "manager", "administrator")),
        days=st.sampled_from((None, 1)),
    )
    def joins(self, name: str, code: str, role: str, days: int | None) -> None:
        end = None if days is None else self.today + timedelta(days)
        if (code, role) in {
            (held, what) for held, what, until in self.roles[name] if until is None or until > self.today
        }:
            return
        api.grant(self.people[name], code, role, start=self.today, end=end)
        self.roles[name].append((code, role, end))

    @rule(name=st.sampled_from(NAMES))
    def leaves(self, name: str) -> None:
        for code in {code for code, _, _ in self.roles[name]}:
            api.end_memberships(self.people[name], code, on=self.today)
        self.roles[name] = []

    @rule(name=st.sampled_from(NAMES))
    def is_suspended_or_let_in_again(self, name: str) -> None:
        account = self.people[name]
        (api.reinstate if name in self.suspended else api.suspend)(account)
        self.suspended ^= {name}
        self.token.pop(name, None)

    @rule(org=st.sampled_from(ORGS), place=st.sampled_from(("U00001", "00T", "QOP", "QMJ")))
    def moves(self, org: str, place: str) -> None:
        try:
            with transaction.atomic():
                api.move(org, place, self.today)
        except api.TreeRefused:
            return
        self.above[org] = place

    @rule(old=st.sampled_from(("P82001", "P82002")), new=st.sampled_from(("P82001", "P82002")))
    def merges(self, old: str, new: str) -> None:
        if old == new or self.closed:
            return
        api.merge([old], new, self.today)
        self.closed.add(old)

    @rule()
    def sleeps(self) -> None:
        self.today += timedelta(1)

    @precondition(lambda self: any(self.visible(name) for name in NAMES))
    @rule(data=st.data())
    def makes_a_token(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from([name for name in NAMES if self.visible(name)]))
        code = data.draw(st.sampled_from(sorted(self.visible(name))))
        self.token[name] = (code, api.make_token(self.people[name], "walk", code, 30)[1])

    @rule(name=st.sampled_from(NAMES), page=st.sampled_from(PAGES), at=st.sampled_from(ROOTS))
    def opens(self, name: str, page: str, at: str) -> None:
        self.check(said_at(self.client(name), page.format(at)), self.visible(name), f"{name} {page} {at}")

    @rule(name=st.sampled_from(NAMES), asked=st.sampled_from(REST), at=st.sampled_from(ROOTS), by_token=st.booleans())
    def asks(self, name: str, asked: str, at: str, by_token: bool) -> None:
        visible = self.visible(name)
        client = self.client(name)
        if by_token and name in self.token:
            code, secret = self.token[name]
            visible = {org for org in visible if code in (org, *self.climb(org))}
            client = Client(headers={"authorization": f"Bearer {secret}"})
        said = said_at(client, asked.format(at))
        self.check(said, visible, f"{name} {asked} {at} token={by_token}")
        self.check_sums(said, visible)
        if "{}" in asked and at in ORGS and at not in visible:
            assert said == said_at(client, asked.format("ZZ999")), "what is elsewhere looks like what is not there"

    def client(self, name: str) -> Client:
        client = Client()
        client.force_login(self.people[name])
        return client

    def climb(self, org: str) -> tuple[str, ...]:
        first = self.above[org]
        return (first, *PLACES.get(first, ()))

    def visible(self, name: str) -> set[str]:
        held = {code for code, _, until in self.roles[name] if until is None or until > self.today}
        return set() if name in self.suspended else {org for org in ORGS if held & {org, *self.climb(org)}}

    def check(self, said: str, visible: set[str], where: str) -> None:
        for org in {*ORGS} - visible:
            for secret in (form.format(org) for form in SECRETS):
                assert secret not in said, f"{where}: {secret}"
            assert not re.search(rf"\b{COUNT[org]}\b|\b{COUNT[org]:,}\b", said), f"{where}: the people of {org}"

    def check_sums(self, said: str, visible: set[str]) -> None:
        """Of an heir after a merger too, whose numbers are those of both."""
        allowed = set(visible) | (self.closed if visible & {"P82001", "P82002"} else set())
        for value in _values(json.loads(said) if said.startswith(("[", "{")) else []):
            summed = {org for org in ORGS if value % 1000 == 0 and _in(value, org)}
            assert summed <= allowed, f"{value} is made of {summed}, and {allowed} may be seen"


def _in(value: float, org: str) -> bool:
    return bool(int(value) // 1000 & COUNT[org] // 1000)


def _roles_at_first(name: str) -> list[tuple[str, str, date | None]]:
    return {
        "erin": [("ENG", "information", None)],
        "gita": [("QOP", "planner", None)],
        "mo": [("P82001", "manager", None)],
    }.get(name, [])


def _values(found: Any) -> Iterator[float]:
    for row in found if isinstance(found, list) else []:
        if isinstance(row, dict) and row.get("value") is not None:
            yield row["value"]


STEPS = settings(max_examples=12, stateful_step_count=25, phases=(Phase.generate,))
"""The same walks each time, so that there is nothing to shorten one for."""


def test_nobody_ever_sees_a_row_of_another_scope(told: World, monkeypatch: pytest.MonkeyPatch) -> None:
    class Here(Walk):
        people, patch = told.accounts, monkeypatch

    run_state_machine_as_test(Here, settings=STEPS)


TELL_NOTHING = {"/insight/find/?q=o"}
"""What names organisations, which are in the public register."""


def test_the_walk_can_tell(told: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """With both locks off, each page and answer of the walk gives somebody of one practice away as seeing too much."""

    class Here(Walk):
        people, patch = told.accounts, monkeypatch

    take_away(monkeypatch)
    monkeypatch.setattr(reach, "reach_of", lambda account: OPERATOR)
    walk = Here()
    walk.begin()
    noticed = {page for page in PAGES if _fails(walk.opens, "mo", page, "RAL")}
    noticed |= {asked for asked in REST if _fails(walk.asks, "mo", asked, "RAL", False)}
    walk.teardown()
    assert {*PAGES, *REST} - noticed == TELL_NOTHING


def _fails(step: Callable[..., None], *about: object) -> bool:
    try:
        step(*about)
    except AssertionError:
        return True
    return False
