"""The small world, twice: what is Mo's practice's in Greater Manchester, and what is Otis's trust's in London."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import models
from django.utils import timezone
from tests.dataset.web.small_world import World, world

from wholetime.chassis import api
from wholetime.chassis.models import Account, ApiToken, Invitation, Job, LegalHold, Node, SavedView
from wholetime.dataset.models import (
    CorrectionRequest,
    Employment,
    Load,
    Look,
    Person,
    PersonLink,
    Post,
    Refusal,
    Slice,
    UnusualLooking,
)
from wholetime.forecast.models import PopulationProjection, ProjectedArea, RegisterVersion, Run, ScenarioVersion

__all__ = ["world"]

LONG_AGO = date(2020, 1, 1)


@dataclass(frozen=True)
class Side:
    """Somebody, their node, and one row of each table that belongs to it."""

    account: Account
    node: Node
    rows: dict[str, models.Model]


@pytest.fixture
def sides(world: World) -> tuple[Side, Side]:
    """Mo's and Otis's."""
    otis = Account.objects.create_user("otis@example.org", name="Otis")
    api.grant(otis, "RAL", "information", start=date(2020, 1, 1))
    return _side(world.accounts["mo"], "P82001"), _side(otis, "RAL")


def _side(account: Account, code: str) -> Side:
    node, now = Node.objects.get(code=code), timezone.now()
    day, later = now.date(), now + timedelta(days=9)
    clerk = Account.objects.create_user(f"clerk-{code}@example.org", name=f"Clerk {code}".lower())
    load = _load(clerk, f"secret-{code}.csv", restricted=True)
    refused = _load(account, f"refused-{code}.csv", restricted=True)
    projection = PopulationProjection.objects.create(node=node, title=f"Projection {code}", file_name="", sha256=code)
    person = Person.objects.create(pseudonym=node.pk, first_name="Private", last_name=f"Person-{code}")
    employment = Employment.objects.create(
        person=person, organisation=node, employee_number=f"E-{code}", last_seen=LONG_AGO
    )
    made: list[models.Model] = [
        account.memberships.get(),
        Invitation.objects.create(
            email=f"new-{code}@example.org", node=node, role="manager", secret_hash=code, expires_at=later
        ),
        ApiToken.objects.create(account=account, name=f"Token {code}", node=node, secret_hash=code, expires_at=later),
        Job.objects.create(account=account, title=f"Job {code}"),
        SavedView.objects.create(account=account, node=node, title=f"View {code}", path="/"),
        load,
        _slice(load, code),
        Refusal.objects.create(load=refused, row=1, column="name", value=f"cell-{code}", reason="bad"),
        person,
        employment,
        Post.objects.create(employment=employment, assignment=node.pk, staff_group="nurse", fte=1, as_of=day),
        Look.objects.create(account=clerk, organisation=node, route=f"Route {code}", people=[person.pk]),
        LegalHold.objects.create(node=node, reason=f"Hold {code}"),
        PersonLink.objects.create(account=clerk, employment=employment),
        CorrectionRequest.objects.create(account=clerk, organisation=node, field="band", should_be=f"Band {code}"),
        UnusualLooking.objects.create(account=clerk, day=day, people=100),
        Run.objects.create(node=node, title="Staff", part="x.y", size=1.0, synthetic=False, parcel="{}"),
        RegisterVersion.objects.create(node=node, number=1, changed="leaving", reason=f"Reason {code}", held={}),
        ScenarioVersion.objects.create(node=node, name=f"scenario-{code}", number=1, held={}),
        projection,
        ProjectedArea.objects.create(projection=projection, node=node, named=code, held={}),
    ]
    return Side(account, node, {row._meta.db_table: row for row in made})


def _load(account: Account, name: str, *, restricted: bool) -> Load:
    return Load.objects.create(
        adapter="five_minute_return",
        publication="Returns",
        licence="",
        file_name=name,
        sha256=name,
        size=1,
        restricted=restricted,
        account=account,
        state="committed",
        committed_at=timezone.now(),
    )


def _slice(load: Load, code: str) -> Slice:
    day = timezone.localdate()
    return Slice.objects.create(
        load=load,
        table="observation",
        adapter=load.adapter,
        key=f"{load.adapter}|{code}",
        rows=1,
        period_from=day,
        period_to=day,
        org=code,
        rank=1,
        live_from=load.committed_at,
        superseded_at=load.committed_at,  # it has no rows in the lake
    )


def keys(table: dict[str, Any], name: str) -> set[Any]:
    """The keys of the rows of the table called ``name`` that are seen now."""
    return set(type(table[name])._default_manager.values_list("pk", flat=True))
