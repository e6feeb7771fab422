"""Your API tokens, in a browser: made, shown once, used and withdrawn; and REST tried out."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from tests.browser.test_sign_in import LOOKS, give_password, set_up_app
from tests.chassis.sign_in.doors import with_password
from tests.dataset.web.small_world import World, world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_factor]

__all__ = ["world"]

ORGANISATIONS = "GET /api/v1/organisations Find organisations and areas"


def signed_in(page: Page, world: World) -> None:
    give_password(page, with_password(world.accounts["gita"]).email)
    set_up_app(page)
    page.get_by_role("link", name="I have kept them").click()


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_a_token_is_made_shown_once_and_withdrawn(world, page_at, axe, fits, screenshot, width, scheme):
    page = page_at(width, scheme)

    def look(name: str) -> None:
        axe(page)
        fits(page)
        screenshot(page, f"tokens-{name}-{width}-{scheme}")

    signed_in(page, world)
    page.get_by_role("link", name=re.compile("^Gita")).click()
    page.get_by_role("link", name="Keys with which").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your API tokens")
    look("none")
    page.get_by_label("Area or organisation", exact=True).fill("nowhere")
    page.get_by_role("button", name="Make the token").click()
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    look("wrong")
    page.get_by_label("Name", exact=True).fill("Rota program")
    page.get_by_label("Area or organisation", exact=True).fill("Bolton")
    page.get_by_role("button", name="Make the token").click()
    secret = page.locator(".wt-codes li").inner_text()
    look("made")
    answer = Client().get("/api/v1/organisations", headers={"authorization": f"Bearer {secret}"})
    assert [row["code"] for row in answer.json()] == ["00T"]
    page.goto("/accounts/tokens/")
    expect(page.locator(".wt-codes")).to_have_count(0)
    expect(page.get_by_text("last used")).to_be_visible()
    look("listed")
    page.get_by_role("button", name="Withdraw the token Rota program").click()
    expect(page.get_by_text("is withdrawn")).to_be_visible()
    look("withdrawn")


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (320, "light"), (1440, "dark")])
def test_rest_can_be_tried_by_everybody_under_the_security_policy(world, page_at, axe, screenshot, width, scheme):
    page = page_at(width, scheme)
    page.goto("/api/")
    page.get_by_role("link", name="Try it").click()
    organisations = page.get_by_role("button", name=ORGANISATIONS, exact=True)
    expect(organisations).to_be_visible()
    axe(page)
    organisations.press("Enter")
    expect(page.get_by_role("button", name="Try it out")).to_be_visible()
    axe(page)
    screenshot(page, f"rest-try-{width}-{scheme}")


def test_what_is_tried_is_asked_as_whoever_is_signed_in(world, page_at):
    page = page_at(1440)
    signed_in(page, world)
    page.goto("/api/v1/try")
    page.get_by_role("button", name=ORGANISATIONS, exact=True).click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table .response").first).to_contain_text("QOP")
