"""With every question of access answered yes, pages, REST and exports still show nothing of another scope."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from tests.dataset.web.small_world import return_csv, return_row, staff_list
from tests.meta.permissions import Row, rows
from tests.second_lock.conftest import Side
from tests.second_lock.without_first_lock import said_at, take_away, text_of

from wholetime.chassis.postgres.reach import OPERATOR
from wholetime.chassis.web import reach
from wholetime.dataset.actions.register import catch_up
from wholetime.dataset.api import load_file

SECRETS = {
    "a file": "secret-RAL.csv",
    "a sender": "clerk ral",
    "an invitation": "new-RAL@example.org",
    "a job": "Job RAL",
    "a token": "Token RAL",
    "a view": "View RAL",
    "a refused cell": "cell-RAL",
    "a look": "Route RAL",
}
NUMBERS = {"a number of a record": r"\b99990\b", "a count of people": r"\b4,?320\b"}
"""Whole: there are random numbers of many digits (pseudonyms, parts of a second), and one may have these within it."""
CLOSED = ("/accounts/", "/gallery")
EXTRA = (
    "/api/v1/figures/headcount?by=org,period&limit=10000",
    "/api/v1/figures/wte?org=RAL",
    "/insight/RAL/people/",
    "/insight/ENG/trend/?figure=headcount",
    "/insight/RAL/shape/table-0.csv",
    "/insight/RAL/shape/chart-0.svg",
    "/insight/RAL/shape/briefing.docx",
    "/data/export/parquet.zip",
    "/data/worklists/midwives/",
    "/api/v1/quality/worklists/midwives",
    "/accounts/tokens/",
)


@pytest.fixture
def loaded(sides: tuple[Side, Side], tmp_path: Path) -> tuple[Side, Side]:
    """Both sides sent a return and a staff list; Otis's counts 4,320 people."""
    trust = staff_list("RAL").read().replace(b",1000", b",9999").replace(b"QQ1234", b"QQ5678")
    for name, content in (
        ("mine.csv", return_csv(return_row(), return_row("RAL", headcount=4320)).read()),
        ("staff.csv", staff_list("P82001").read()),
        ("trust.csv", trust),
    ):
        (tmp_path / name).write_bytes(content)
        assert load_file(tmp_path / name, keep_good=True).state == "committed", name
    catch_up()
    return sides


def everything_said(client: Client, other: Side) -> Iterator[tuple[str, str]]:
    """The address of each page, file and answer, and its text; where it is about a thing, about the other's."""
    for row in rows():
        if row.method == "GET" and row.answers["signed out"] == "sign in" and not row.address.startswith(CLOSED):
            yield row.name, text_of(client, row, _thing(row, other))
    for address in EXTRA:
        yield address, said_at(client, address)


def _thing(row: Row, other: Side) -> object:
    held = other.rows
    return {
        "organisation": other.node.code,
        "load": held["dataset_load"].pk,
        "own load": held["dataset_load"].pk,
        "own refused load": held["dataset_refusal"].load_id,  # type: ignore[attr-defined]
        "saved view": held["chassis_savedview"].pk,
        "job": held["chassis_job"].pk,
        "invitation": held["chassis_invitation"].pk,
        "token": held["chassis_apitoken"].pk,
    }.get(row.whose)


def told(text: str) -> set[str]:
    found = {what for what, secret in SECRETS.items() if secret in text}
    return found | {what for what, number in NUMBERS.items() if re.search(number, text)}


def signed_in(side: Side) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(side.account)
    return client


def test_nothing_of_another_scope_is_shown(loaded: tuple[Side, Side], monkeypatch: pytest.MonkeyPatch) -> None:
    mo, otis = loaded
    take_away(monkeypatch)
    client = signed_in(mo)
    leaks = {address: told(text) for address, text in everything_said(client, otis) if told(text)}
    assert not leaks
    monkeypatch.setattr(reach, "reach_of", lambda account: OPERATOR)
    seen = set().union(*(told(text) for _, text in everything_said(client, otis)))
    assert seen == {*SECRETS, *NUMBERS}, "without the second lock too, all of it is there to be seen: the test can tell"
