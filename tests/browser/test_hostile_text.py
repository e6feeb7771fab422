"""Script in every text that is shown again: none runs, and the security policy has nothing to refuse."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Page
from tests.browser.conftest import PATIENCE
from tests.browser.test_insight import sign_in
from tests.dataset.web.small_world import World, return_csv, return_row, world

from wholetime.chassis import api
from wholetime.chassis.models import Account

__all__ = ["world"]

pytestmark = pytest.mark.django_db(transaction=True)

RAN = "window.ran = 1"
TEXTS = (
    f"<script>{RAN}</script>",
    f'"><img src=x onerror="{RAN}">',
    f"' autofocus onfocus='{RAN}' x='",
    f"</title></style></textarea></svg><svg onload={RAN}>",
    f"{{{{ 7*'7' }}}}{{% raw %}}${{{RAN}}}<a href=javascript:{RAN}>x</a>",
)
ADDRESSES = (
    "/insight/X9/",
    "/insight/X9/trend/",
    "/insight/00T/compare/",
    "/insight/00T/neighbourhoods/",
    "/insight/QOP/resilience/",
    "/insight/find/?q={}",
    "/insight/QOP/?month={}&group={}&sector={}&sort0={}",
    "/insight/saved/",
    "/data/loads/",
    "/data/loads/{key}/",
    "/data/loads/?page={}",
    "/data/returns/?q={}",
    "/data/returns/X9/",
    "/data/quality/",
    "/data/quality/completeness/",
    "/data/quality/returns/",
    "/data/export/",
    "/people/",
    "/accounts/ended/?why={}&next={}",
    "/accounts/sessions/",
    "/nowhere/{}/",
    "/api/",
)


@pytest.fixture(params=range(len(TEXTS)))
def poisoned(world: World, request: Any) -> tuple[World, str, str]:
    """A world in which every text that people or files bring is the attack, the attack, and the key of its load."""
    text = TEXTS[request.param]
    api.open_organisation("X9", "organisation", text, parent="00T", on=None, sector="general_practice")
    Account.objects.update(name=text)
    api.grant(world.accounts["erin"], "ENG", "administrator")
    api.invite_by_mail(world.accounts["erin"], "noor@example.org", "X9", "manager")
    good = return_csv(return_row("X9", headcount=15))
    held = world.erin.post("/api/v1/loads", {"file": SimpleUploadedFile(f"{text}.csv", good.read())}).json()
    world.erin.post(f"/api/v1/loads/{held['key']}/commit")
    bad = return_csv(return_row("X9", group=text.replace('"', ""), headcount=9))
    refused = world.erin.post("/api/v1/loads", {"file": SimpleUploadedFile("bad.csv", bad.read())}).json()
    world.erin.post("/insight/00T/trend/save/", {"title": text, "query": text})
    return world, text, refused["key"]


def test_no_text_becomes_script(poisoned: tuple[World, str, str], page_at: Any, live_server: Any) -> None:
    world, text, key = poisoned
    page: Page = sign_in(page_at(1440), world, live_server.url, "erin")
    shown = 0
    for at in ADDRESSES:
        address = at.replace("{key}", key).replace("{}", quote(text, safe=""))
        answer = page.request.get(address) if at.startswith("/nowhere/") else page.goto(address)
        assert answer is not None
        assert answer.status == (404 if at.startswith("/nowhere/") else 200), address
        assert page.evaluate("window.ran") is None, address
        assert page.locator("img[onerror], [onload], [onfocus], a[href^='javascript:']").count() == 0, address
        shown += text in page.inner_text("body")
    assert shown >= 5, "the attack stood on hardly any page"


def test_a_script_that_did_get_in_would_be_refused(live_server: Any, world: World, browser: Any) -> None:
    """The second wall: the policy of the page stops inline script even where somebody forgot to escape."""
    page = browser.new_context(base_url=live_server.url).new_page()
    page.set_default_timeout(PATIENCE)
    page.goto("/accounts/login/")
    page.evaluate(f"document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"{RAN}\">')")
    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") is None
    page.context.close()
