"""The pages of an area in a real browser: at both ends of width, light and dark, by keyboard, without script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.dataset.web.small_world import World, world
from tests.insight.published_files import written

from wholetime.dataset.api import load_file
from wholetime.insight.web.pages import TABS

__all__ = ["world"]

pytestmark = pytest.mark.django_db(transaction=True)

LOOKS = [(320, "light"), (320, "dark"), (1440, "light"), (1440, "dark")]


@pytest.fixture
def planned(world: World, tmp_path: Path) -> World:
    for file in written(tmp_path):
        load_file(file)
    return world


def sign_in(page: Page, world: World, address: str, who: str = "gita") -> Page:
    cookie = getattr(world, who).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": address}])
    return page


def test_every_page_is_accessible_and_fits(planned, page_at, live_server, axe, fits, screenshot):
    for width, scheme in LOOKS:
        page = sign_in(page_at(width, scheme), planned, live_server.url)
        for tab in TABS:
            page.goto(f"/insight/QOP/{tab.slug}/")
            if scheme == ("light" if width == 1440 else "dark"):
                screenshot(page, f"insight-{tab.slug}-{width}-{scheme}")
            for details in page.locator("details").all():
                details.evaluate("element => { element.open = true }")
            fits(page)
            axe(page)


def test_filters_and_tables_work_without_a_script(planned, page_at, live_server):
    page = sign_in(page_at(1440, script=False), planned, live_server.url)
    page.goto("/insight/00T/trend/")
    page.get_by_label("Figure", exact=True).select_option("patients_per_gp_wte")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("figure=patients_per_gp_wte"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Patients per GP, Bolton")


def test_an_area_is_found_while_typing_and_opened_by_keyboard(planned, page_at, live_server):
    page = sign_in(page_at(1440), planned, live_server.url)
    page.goto("/insight/QOP/")
    # At once: what is found for half a word would be exchanged under the hand that opens it.
    page.get_by_label("Find an area or organisation").fill("bolton nhs")
    found = page.get_by_role("link", name="Bolton NHS Foundation Trust").first
    expect(found).to_be_visible()
    found.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bolton NHS Foundation Trust")


def test_a_view_is_saved_and_its_link_opens_it_again(planned, page_at, live_server):
    page = sign_in(page_at(320), planned, live_server.url)
    page.goto("/insight/00T/trend/?figure=patients_per_gp_wte")
    page.get_by_text("Save this view").click()
    page.get_by_label("Name of the view").fill("GPs in Bolton")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="GPs in Bolton").click()
    expect(page).to_have_url(re.compile(r"/insight/00T/trend/\?figure=patients_per_gp_wte$"))


def test_a_chart_and_a_briefing_are_taken_away(planned, page_at, live_server):
    page = sign_in(page_at(1440), planned, live_server.url)
    page.goto("/insight/QOP/sickness/")
    with page.expect_download() as chart:
        page.get_by_role("link", name="PNG of Sickness absence rate").click()
    assert chart.value.suggested_filename == "QOP-sickness-chart-0.png"
    page.locator("details.wt-downloads > summary").click()
    with page.expect_download() as briefing:
        page.get_by_role("link", name="Word briefing").click()
    assert briefing.value.suggested_filename == "QOP-sickness-briefing.docx"
