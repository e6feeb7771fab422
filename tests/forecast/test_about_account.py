"""What a person is told of the forecasts that they asked for or changed."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.dataset.web.small_world import World
from tests.forecast.made_runs import a_parcel

from wholetime.chassis import api
from wholetime.chassis.models import Account
from wholetime.chassis.postgres.reach import Reach, acting
from wholetime.chassis.queries.about_account import about_account
from wholetime.forecast.api import keep, register_for, revise_assumption


def told(account: Account) -> list[tuple[object, ...]]:
    return [row[:3] for part in about_account(account) if part.name == "forecasts" for row in part.rows]


@pytest.mark.django_db
def test_they_are_among_what_is_held_about_somebody_and_are_nobody_elses(world: World) -> None:
    gita, mo = world.accounts["gita"], world.accounts["mo"]
    keep(gita, a_parcel("QOP"))
    revise_assumption(gita, "QOP", register_for(gita, "QOP").register["leaving"], "as it was")
    mine = [("forecast", "NHS trusts"), ("register of assumptions", "version 1")]
    assert [row[:2] for row in told(gita)] == mine
    api.end_memberships(gita, "QOP")
    with acting(Reach(account=gita.pk, day=timezone.localdate())):
        assert [row[:2] for row in told(gita)] == mine, "and still when the area is no longer one's own"
    assert told(mo) == []
