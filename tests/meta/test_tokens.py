"""Every cell of REST in the permission table, knocked at with an API token; a token never does more than its owner."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone
from tests.dataset.web.small_world import World, return_csv, return_row
from tests.meta.doors import asked_whose, knock, look, said, thing_of
from tests.meta.permissions import ROLES, Row, rows
from tests.meta.samples import Things, things

from wholetime.chassis import api
from wholetime.chassis.models import Account, ApiToken, Node
from wholetime.chassis.queries.tokens import hash_of

OWN_SCOPE = {"manager": "P82001"}


def rest() -> list[Row]:
    found = [row for row in rows() if row.is_rest]
    assert len(found) > 10
    return found


def token(account: Account, code: str, **named: Any) -> str:
    return api.make_token(account, "Test", code, 30, **named)[1]


def test_every_cell_is_answered_as_with_a_session(world: World, subtests: pytest.Subtests) -> None:
    held = things(world)
    for role in ROLES:
        key = token(held.people[role], OWN_SCOPE.get(role, "QOP"), may_write=True)
        for row in rest():
            with subtests.test(f"{role} {row.name}"):
                assert faults(row, role, held, key) == []


def faults(row: Row, role: str, held: Things, key: str) -> list[str]:
    found, looks = [], set()
    for whose in asked_whose(row):
        thing = thing_of(held, row, role, whose)
        answer = knock(row, thing, token=key)
        if said(row, answer) != row.meant(role, whose):
            found.append(f"{whose}: {said(row, answer)} and not {row.meant(role, whose)}")
        if whose != "own":
            looks.add(look(answer))
    return [*found, "other scope and missing look different"] if len(looks) > 1 else found


def test_a_token_that_reads_changes_nothing(world: World) -> None:
    held = things(world)
    key = token(held.people["administrator"], "QOP")
    for row in rest():
        answer = said(row, knock(row, thing_of(held, row, "administrator", "own"), token=key))
        assert answer == ("refused" if row.method == "POST" else "yes"), row.name


def test_a_token_of_a_part_reaches_that_part_only(world: World) -> None:
    """Everything of the planner's own is about P82001: to a token for the practice next door it is another's."""
    held = things(world)
    key = token(held.people["planner"], "P82002", may_write=True)
    for row in rest():
        if row.whose:
            answers = [knock(row, thing_of(held, row, "planner", whose), token=key) for whose in ("own", "missing")]
            seen = {look(answer) for answer in answers}
            assert [said(row, answer) for answer in answers] == ["not there"] * 2, row.name
            assert len(seen) == 1, row.name


def test_whatever_is_wrong_with_a_token_the_answer_is_one(world: World) -> None:
    """Unknown, garbled, expired, withdrawn, of somebody suspended, who left, or who never belonged anywhere."""
    held = things(world)
    bad = ["", "wt_", "wt_" + "x" * 43, "x" * 9000, "wt_\N{GREEK SMALL LETTER ALPHA}", *dead_tokens(held)]
    for row in rest():
        thing = thing_of(held, row, "planner", "own")
        answers = [knock(row, thing, token=key or " ") for key in bad]
        assert {look(answer) for answer in answers} == {look(answers[0])}, row.name
        assert answers[0].status_code == 401
        assert answers[0]["Content-Type"] == "application/problem+json"


def dead_tokens(held: Things) -> list[str]:
    expired, withdrawn = token(held.people["planner"], "QOP"), token(held.people["planner"], "QOP")
    ApiToken.objects.filter(secret_hash=hash_of(expired)).update(
        made_at=timezone.now() - timedelta(days=2), expires_at=timezone.now() - timedelta(days=1)
    )
    api.withdraw_token(ApiToken.objects.get(secret_hash=hash_of(withdrawn)).pk)
    suspended, left = token(held.people["director"], "QOP"), token(held.people["manager"], "P82001")
    api.suspend(held.people["director"])
    api.reinstate(held.people["director"])  # a token does not come back with its owner
    api.end_memberships(held.people["manager"], "P82001")
    nowhere = ApiToken(account=held.people["no role"], name="No", node=Node.objects.get(code="P82001"))
    nowhere.secret_hash, nowhere.expires_at = hash_of("wt_no"), timezone.now() + timedelta(days=1)
    nowhere.save()
    return [expired, withdrawn, suspended, left, "wt_no"]


def test_pages_know_no_tokens(world: World) -> None:
    held = things(world)
    key = token(held.people["administrator"], "QOP", may_write=True)
    for row in rows():
        if not row.is_rest and row.answers["signed out"] == "sign in":
            thing = thing_of(held, row, "administrator", "own")
            with_token, without = knock(row, thing, token=key), knock(row, thing)
            assert said(row, with_token) in ("sign in", "yes"), row
            assert (with_token.status_code, with_token.get("Location")) == (
                without.status_code,
                without.get("Location"),
            ), row


def test_what_a_token_writes_is_written_down_with_its_number(world: World) -> None:
    held = things(world)
    owner = held.people["planner"]
    key = token(owner, "QOP", may_write=True)
    sent = Client(headers={"authorization": f"Bearer {key}"}).post("/api/v1/loads", {"file": return_csv(return_row())})
    assert sent.status_code == 201
    event = apps.get_model("dataset", "LoadEvent").objects.get(key=sent.json()["key"], pgh_label="insert")
    number = ApiToken.objects.get(secret_hash=hash_of(key)).pk
    assert (event.account_id, event.pgh_context.metadata["api_token"]) == (owner.pk, number)
    assert event.pgh_context.metadata["user"] == owner.pk


def test_a_token_of_a_part_decides_about_files_that_lie_within_it(world: World) -> None:
    held = things(world)
    key = token(held.people["planner"], "P82001", may_write=True)
    client = Client(headers={"authorization": f"Bearer {key}"})
    both = return_csv(return_row(headcount=31), return_row(org="P82002", headcount=32))
    session = world.gita
    wider = session.post("/api/v1/loads", {"file": both}).json()["key"]
    assert client.get(f"/api/v1/loads/{wider}").status_code == 404
    assert client.post(f"/api/v1/loads/{wider}/commit").status_code == 404
    assert wider not in {row["key"] for row in client.get("/api/v1/loads").json()}
    assert client.post(f"/api/v1/loads/{held.own['planner']['own load']}/commit").status_code == 200
    assert client.post("/api/v1/loads", {"file": return_csv(return_row(org="P82002"))}).status_code == 422
    assert session.post(f"/api/v1/loads/{wider}/discard").status_code == 200
