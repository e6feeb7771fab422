"""What is held about me, corrections, links and retention, on a phone and at a desk: seen, measured and checked."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.dataset.rights.conftest import held
from tests.dataset.web.small_world import World, world

from wholetime.chassis import api
from wholetime.chassis.actions.holds import set_hold
from wholetime.chassis.models import Account, Job
from wholetime.dataset.actions.links import link_person

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["held", "world"]


@pytest.fixture
def ada(held: World) -> Client:
    account = Account.objects.create_user("ada@example.org", name="Ada")
    api.grant(account, "QOP", "administrator", start=date(2020, 1, 1))
    client = Client()
    client.force_login(account)
    return client


def opened(page: Page, client: Client, live_server: Any, address: str) -> None:
    cookie = client.cookies["sessionid"].value
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.goto(address)


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1440, "dark")])
def test_a_correction_goes_from_asking_to_its_answer(
    held: World,
    page_at: Callable[..., Page],
    live_server: Any,
    axe: Callable[[Page], None],
    fits: Callable[[Page], None],
    screenshot: Callable[[Page, str], Any],
    width: int,
    scheme: str,
) -> None:
    page = page_at(width, scheme)

    def look(name: str) -> None:
        expect(page.locator("h1")).to_have_count(1)
        screenshot(page, f"rights-{name}-{width}-{scheme}")
        fits(page)
        axe(page)

    held.gita.get("/data/worklists/midwives/")
    opened(page, held.mo, live_server, "/your-record/")
    expect(page.get_by_text("QQ123400A")).to_be_visible()
    look("record")
    page.get_by_role("link", name="ask for a correction").click()
    look("corrections-none")
    page.get_by_role("button", name="Send the request").click()
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    look("corrections-wrong")
    page.get_by_label("What is wrong").select_option(label="last name (Bolton NHS Foundation Trust)")
    page.get_by_label("What it should be").fill("Exemple")
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_text("it should be “Exemple”")).to_be_visible()
    expect(page).to_have_url(re.compile("/your-record/corrections/$"))
    look("corrections-asked")
    opened(page, held.hana, live_server, "/data/corrections/")
    look("lead-list")
    page.get_by_role("link", name="Request ").click()
    look("lead-request")
    page.get_by_label("It stays as it is").check()
    page.get_by_label("Reason").fill("The list says so too.")
    page.get_by_role("button", name="Give the answer").click()
    expect(page.get_by_text("Your answer is given")).to_be_visible()
    opened(page, held.mo, live_server, "/your-record/corrections/")
    expect(page.get_by_text("The list says so too.")).to_be_visible()
    look("corrections-answered")
    opened(page, held.dina, live_server, "/your-record/")
    look("record-none")


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1440, "light")])
def test_the_administrators_pages_are_accessible_and_fit(
    held: World,
    ada: Client,
    page_at: Callable[..., Page],
    live_server: Any,
    axe: Callable[[Page], None],
    fits: Callable[[Page], None],
    screenshot: Callable[[Page, str], Any],
    width: int,
    scheme: str,
) -> None:
    account = Account.objects.get(email="ada@example.org")
    set_hold(account, "QOP", "Case 2026/7", account=held.accounts["dina"])
    link_person(account, "dina@example.org", "RMC", "10004")
    Job.objects.create(account=held.accounts["gita"], title="Old", ended_at=timezone.now() - timedelta(days=91))
    page = page_at(width, scheme)
    for name, address in (("retention", "/data/retention/"), ("links", "/data/links/")):
        opened(page, ada, live_server, address)
        expect(page.locator("h1")).to_have_count(1)
        screenshot(page, f"rights-{name}-{width}-{scheme}")
        fits(page)
        axe(page)
