"""The small world with a staff list: Mo is employee 10000 of the trust, by a proved address."""

from __future__ import annotations

import pytest
from tests.dataset.web.small_world import World, proved, staff_list, world

from wholetime.dataset.actions.register import catch_up
from wholetime.dataset.models import Load, Person

__all__ = ["world"]


@pytest.fixture
def held(world: World) -> World:
    world.gita.post("/data/loads/new/", {"file": staff_list()})
    world.gita.post(f"/data/loads/{Load.objects.get(state='staged').key}/confirm/")
    catch_up()
    Person.objects.filter(employments__employee_number="10000").update(email="Mo@example.org")
    proved(world.accounts["mo"])
    return world
