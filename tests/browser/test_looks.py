"""The pages of who looked, on a phone and at a desk: seen, measured and checked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page
from tests.dataset.web.small_world import World, proved, staff_list, world

from wholetime.dataset.actions.register import catch_up
from wholetime.dataset.models import Load, Person, UnusualLooking

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["world"]


@pytest.fixture
def held(world: World) -> World:
    world.gita.post("/data/loads/new/", {"file": staff_list()})
    world.gita.post(f"/data/loads/{Load.objects.get(state='staged').key}/confirm/")
    catch_up()
    Person.objects.filter(employments__employee_number="10000").update(email="mo@example.org")
    proved(world.accounts["mo"])
    world.gita.get("/data/worklists/midwives/")
    world.gita.get("/data/worklists/midwives.csv")
    day = timezone.localdate()
    UnusualLooking.objects.create(account=world.accounts["gita"], day=day, people=412, own_usual=12.5, role_usual=9)
    return world


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1440, "dark")])
@pytest.mark.parametrize(
    ("name", "address"), [("mo", "/your-record/looks/"), ("dina", "/your-record/looks/"), ("hana", "/data/looks/")]
)
def test_the_page_is_accessible_and_fits(
    held: World,
    page_at: Callable[..., Page],
    live_server: Any,
    axe: Callable[[Page], None],
    fits: Callable[[Page], None],
    screenshot: Callable[[Page, str], Any],
    name: str,
    address: str,
    width: int,
    scheme: str,
) -> None:
    page = page_at(width, scheme)
    cookie = getattr(held, name).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.goto(address)
    assert page.locator("h1").count() == 1
    screenshot(page, f"looks-{name}-{width}-{scheme}")
    fits(page)
    axe(page)
