"""The pages of a forecast in a real browser: narrow and dark, wide and light, by keyboard, without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.browser.test_insight import sign_in
from tests.dataset.web.small_world import World, world
from tests.forecast.made_runs import RECORDS, a_history, a_parcel, with_ages

from wholetime.forecast.actions.runs import keep
from wholetime.forecast.engine.scenario.shipped import shipped_register
from wholetime.forecast.queries.runs import RunValue
from wholetime.forecast.web.pages import TABS

__all__ = ["world"]

pytestmark = pytest.mark.django_db(transaction=True)

LOOKS = ((320, "dark"), (1440, "light"))
WIDE = ("overview", "scenarios", "retirement")
"""Pages that are looked at in a wide window too: charts, tables and forms; the others are made of the same parts."""


def kept_run() -> RunValue:
    """Of invented people with ages, so that every page has something to show."""
    history = with_ages(a_history(RECORDS))
    return keep(None, a_parcel(history=history, register=shipped_register().as_json()))


def test_every_page_is_accessible_and_fits(world: World, page_at, live_server, axe, fits, screenshot) -> None:
    run = kept_run()
    addresses = [*(f"/forecast/RMC/{tab.slug}/" for tab in TABS), f"/forecast/run/{run.key}/", "/forecast/RMC/new/"]
    for width, scheme in LOOKS:
        page: Page = sign_in(page_at(width, scheme), world, live_server.url)
        for address in addresses if width < 1000 else [one for one in addresses if one.split("/")[-2] in WIDE]:
            page.goto(address)
            screenshot(page, f"forecast-{address.strip('/').split('/')[-1][:12]}-{width}-{scheme}")
            for details in page.locator("details:not(.wt-downloads)").all():  # the open menu lies over what is below it
                details.evaluate("element => { element.open = true }")
            fits(page)
            axe(page)


def test_a_lever_is_pulled_by_keyboard_without_a_script(world: World, page_at, live_server) -> None:
    kept_run()
    page: Page = sign_in(page_at(1440, script=False), world, live_server.url)
    page.goto("/forecast/RMC/scenarios/")
    page.get_by_label("People who leave", exact=True).select_option("0.9")
    page.get_by_role("button", name="Show").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="Your levers", exact=True)).to_be_visible()
    page.get_by_role("button", name="Keep your levers as a run").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Forecast of RMC")
