"""The style gallery holds every part of the pages, so what is right there can be right everywhere."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo")]

LOOKS = [(width, scheme) for width in (320, 1440) for scheme in ("light", "dark")]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_every_part_is_accessible_and_fits(page_at, axe, fits, screenshot, width, scheme):
    page = page_at(width, scheme)
    page.goto("/gallery/")
    screenshot(page, f"gallery-{width}-{scheme}")
    for details in page.locator("details").all():
        details.evaluate("element => { element.open = true }")
    fits(page)
    axe(page)


def test_the_page_works_without_a_script(page_at, fits):
    page = page_at(1440, script=False)
    page.goto("/gallery/")
    page.get_by_role("link", name="Sickness rate", exact=True).click()
    expect(page).to_have_url(re.compile("sort=-rate"))
    rows = page.locator("#tables tbody tr th")
    expect(rows.first).to_have_text("Dunmere")
    page.get_by_role("link", name="Sickness rate", exact=True).click()
    expect(rows.first).to_have_text("Fenwick")


def test_a_table_sorts_in_place_and_says_so(page_at):
    page = page_at(1440)
    page.goto("/gallery/")
    address = page.url
    page.get_by_role("link", name="Aged 60 and over").click()
    header = page.get_by_role("columnheader", name="Aged 60 and over")
    expect(header).to_have_attribute("aria-sort", "descending")
    names = page.locator("#tables tbody tr th").all_inner_texts()
    assert names[0] == "Amberley"
    assert set(names[-3:]) == {"Brackwater", "Dunmere", "Fenwick"}, "unknown and withheld cells stay last"
    page.get_by_role("link", name="Aged 60 and over").click()
    expect(page.locator("#tables tbody tr th").first).to_have_text("Copperfield")
    assert page.url == address


def test_the_keyboard_reaches_main_content_first(page_at):
    page = page_at(1440)
    page.goto("/accounts/login/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#maincontent")).to_be_focused()


def test_the_error_summary_takes_focus(page_at):
    page = page_at(1440)
    page.goto("/gallery/")
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    page.get_by_role("link", name="This field is required.").first.click()
    expect(page.get_by_label("Practice code")).to_be_focused()


def test_a_chart_is_read_with_the_arrow_keys(page_at):
    page = page_at(1440)
    page.goto("/gallery/")
    chart = page.get_by_role("group", name=re.compile("^Sickness rate. Use the arrow keys"))
    chart.focus()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    tip = page.locator(".wt-chart__tip")
    expect(tip).to_be_visible()
    first = tip.inner_text()
    page.keyboard.press("ArrowRight")
    expect(tip).not_to_have_text(first, use_inner_text=True)
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()


def test_charts_take_the_colours_of_the_scheme(page_at):
    painted = {}
    for scheme in ("light", "dark"):
        page = page_at(1440, scheme)
        page.goto("/gallery/")
        mark = page.locator("[aria-label^='Dunmere']").first
        painted[scheme] = mark.evaluate("element => getComputedStyle(element).fill")
    assert painted["light"] != painted["dark"]


def test_a_menu_closes_on_escape_and_gives_focus_back(page_at):
    page = page_at(1440)
    page.goto("/gallery/")
    summary = page.locator("details.wt-downloads > summary")
    summary.click()
    expect(page.get_by_role("link", name="Word briefing")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Word briefing")).to_be_hidden()
    expect(summary).to_be_focused()
