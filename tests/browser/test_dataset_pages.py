"""The dataset's pages in a browser: seen at two widths and in two schemes, walked by keyboard, and without a script."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.dataset.web.small_world import World, return_csv, return_row, staff_list, world

from wholetime.dataset.actions.register import catch_up
from wholetime.dataset.models import Load
from wholetime.dataset.web.return_form import month_ends

pytestmark = pytest.mark.django_db(transaction=True)

LOOKS = [(320, "light"), (1440, "light"), (1440, "dark")]
PAGES = ["loads", "loads/new", "loads/source/five_minute_return", "returns", "quality", "quality/completeness"]
PAGES += ["quality/returns", "worklists", "worklists/midwives"]

__all__ = ["world"]


@pytest.fixture
def held(world: World) -> World:
    """Three returns, one of them restated, and a staff list with gaps."""
    newest, before = (day.isoformat() for day in month_ends(timezone.localdate())[:2])
    files = [
        return_csv(return_row(day=before), return_row(org="P82002", day=before), name="returns_before.csv"),
        return_csv(
            return_row(day=newest, headcount=6), return_row(day=newest, group="Practice nurses"), name="returns.csv"
        ),
        return_csv(return_row(day=before, headcount=7), name="returns_corrected.csv"),
        staff_list(),
    ]
    for file in files:
        world.gita.post("/data/loads/new/", {"file": file})
        world.gita.post(f"/data/loads/{Load.objects.get(state='staged').key}/confirm/")
    catch_up()
    return world


@pytest.fixture
def signed_in(page_at: Callable[..., Page], live_server: Any) -> Callable[..., Page]:
    """``signed_in(world, "gita", width)``: a page of that person."""

    def opened(world: World, name: str, width: int, scheme: str = "light", script: bool = True) -> Page:
        page = page_at(width, scheme, script)
        cookie = getattr(world, name).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        return page

    return opened


def written(folder: Path, name: str, *rows: str) -> str:
    file = folder / name
    file.write_bytes(return_csv(*rows).read())
    return str(file)


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_every_page_is_accessible_and_fits(held, signed_in, axe, fits, screenshot, width, scheme):
    page = signed_in(held, "gita", width, scheme)
    for address in PAGES:
        page.goto(f"/data/{address}/")
        assert page.locator("h1").count() == 1
        screenshot(page, f"data-{address.replace('/', '-')}-{width}-{scheme}")
        fits(page)
        axe(page)


@pytest.mark.parametrize("width", [320, 1440])
def test_a_file_is_checked_looked_at_and_confirmed(held, signed_in, axe, fits, screenshot, tmp_path, width):
    page = signed_in(held, "gita", width)
    page.goto("/data/loads/")
    page.get_by_role("link", name="Load a file").click()
    day = month_ends(timezone.localdate())[1].isoformat()
    page.get_by_label("File", exact=True).set_input_files(
        written(tmp_path, "again.csv", return_row(day=day, headcount=9))
    )
    page.get_by_role("button", name="Check this file").click()
    expect(page.get_by_role("heading", name="What it would change")).to_be_visible()
    screenshot(page, f"data-preview-{width}")
    fits(page)
    axe(page)
    page.get_by_role("button", name="Confirm and load").click()
    expect(page.get_by_text("again.csv is loaded")).to_be_visible()


@pytest.mark.parametrize("width", [320, 1440])
def test_refused_rows_are_shown_and_the_good_ones_may_go_in(held, signed_in, axe, fits, screenshot, tmp_path, width):
    page = signed_in(held, "gita", width)
    page.goto("/data/loads/new/")
    day = month_ends(timezone.localdate())[2].isoformat()
    rows = [
        return_row(day=day),
        return_row(day=day, group="Wizards"),
        return_row(day=day, group="Practice nurses", headcount="many"),
    ]
    page.get_by_label("File", exact=True).set_input_files(written(tmp_path, "bad.csv", *rows))
    page.get_by_role("button", name="Check this file").click()
    expect(page.get_by_role("alert")).to_contain_text("2 rows were not accepted")
    screenshot(page, f"data-refused-{width}")
    fits(page)
    axe(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Refused rows as Excel").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    page.get_by_role("button", name="Check the good rows alone").click()
    page.get_by_role("button", name="Confirm and load").click()
    expect(page.get_by_text("bad.csv is loaded")).to_be_visible()


def test_an_upload_of_nothing_puts_the_reader_at_the_error(held, signed_in, axe, screenshot):
    page = signed_in(held, "gita", 1440)
    page.goto("/data/loads/new/")
    page.get_by_role("button", name="Check this file").click()
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    assert page.title().startswith("Error: ")
    axe(page)
    screenshot(page, "data-upload-error-1440")


@pytest.mark.parametrize(("width", "script"), [(320, False), (1440, True)])
def test_a_return_is_sent_on_a_phone_without_a_script(world, signed_in, axe, fits, screenshot, width, script):
    page = signed_in(world, "mo", width, script=script)
    page.goto("/data/returns/")
    expect(page.get_by_role("heading", level=1)).to_have_text("The Dunstan Partnership")
    screenshot(page, f"data-return-{width}")
    group = page.get_by_role("group", name="GPs")
    group.get_by_label("People employed").fill("many")
    page.get_by_role("button", name="Send the return").click()
    link = page.get_by_role("link", name="GPs: people employed is not a number")
    screenshot(page, f"data-return-error-{width}")
    fits(page)
    if script:
        axe(page)
        expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    link.click()
    expect(group.get_by_label("People employed")).to_be_focused()
    group.get_by_label("People employed").fill("5")
    group.get_by_label("WTE", exact=True).fill("4.5")
    page.get_by_role("button", name="Send the return").click()
    expect(page.get_by_text("The return is held.")).to_be_visible()
    screenshot(page, f"data-return-sent-{width}")
    fits(page)
    if script:
        axe(page)
    page.get_by_role("link", name="Correct it, or send another month").click()
    expect(page.get_by_role("group", name="GPs").get_by_label("WTE", exact=True)).to_have_value("4.5")


def test_a_return_can_be_filled_in_with_the_keyboard_alone(world, signed_in):
    page = signed_in(world, "mo", 1440)
    page.goto("/data/returns/P82001/")
    page.get_by_label("The numbers are as at").focus()
    for text in ("5", "4.5", "0.5", "1", "2"):
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.get_by_text("The return is held.")).to_be_visible()


def test_the_description_of_rest_is_a_page(world, signed_in, axe, fits, screenshot):
    page = signed_in(world, "gita", 1440)
    page.goto("/api/")
    screenshot(page, "data-rest-1440")
    axe(page)
    fits(page)
    assert settings.SECURE_CSP["script-src"] == ["'self'"]
