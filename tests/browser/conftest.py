"""A real browser on a real server: each page is looked at, measured and walked by keyboard."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Literal

import pytest
from django.conf import settings
from django.db import connection, connections
from playwright.sync_api import Browser, Page, expect, sync_playwright

# Playwright's synchronous interface runs inside an event loop, in which Django would refuse the ORM of fixtures.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

REPOSITORY = Path(__file__).resolve().parents[2]
AXE = REPOSITORY / "node_modules/axe-core/axe.min.js"
STYLES = REPOSITORY / "src/wholetime/chassis/static/vendor/nhsuk.css"
SCREENSHOTS = REPOSITORY / "build/screenshots"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SETTLED_AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

type Scheme = Literal["light", "dark"]

PATIENCE = 180_000
"""Milliseconds to wait for a page: what a page says is tested here, not how soon a jammed machine says it."""
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


def _missing() -> str | None:
    if CHROMIUM is None:
        return "no Chromium on this machine"
    if not AXE.exists() or not STYLES.exists():
        return "the pages' assets are not built: run scripts/build_assets.py"
    return None


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    reason = _missing()
    if reason:
        pytest.skip(reason)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, timeout=PATIENCE)
        yield started
        started.close()


@pytest.fixture(scope="session", autouse=True)
def _let_go(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The live server's threads keep their connections; end them, or the test database could not be dropped."""
    connections.settings["default"]["CONN_MAX_AGE"] = 0
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DEMO", True)


@pytest.fixture
def page_at(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """``page_at(width, scheme="light", script=True)``: a fresh page of that width, its faults collected.

    At the end of the test any error in the console, such as a refusal by the content security policy, fails it.
    """
    faults: list[str] = []
    with ExitStack() as stack:

        def opened(width: int, scheme: Scheme = "light", script: bool = True) -> Page:
            context = browser.new_context(
                base_url=live_server.url,
                viewport={"width": width, "height": 900},
                color_scheme=scheme,
                java_script_enabled=script,
                reduced_motion="reduce",
            )
            stack.callback(context.close)
            context.set_default_timeout(PATIENCE)
            page = context.new_page()
            page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
            page.on("pageerror", lambda error: faults.append(str(error)))
            return page

        yield opened
    assert not faults, faults


@pytest.fixture
def axe() -> Callable[..., None]:
    """``axe(page)`` fails on each serious or critical fault, saying where it is.

    ``axe(page, known={"color-contrast"})`` lets pass what docs/assurance/accessibility.md admits, while it lasts.
    """

    def check(page: Page, known: Collection[str] = ()) -> None:
        page.wait_for_load_state()  # a click waits for the next page to begin, not to be there
        page.evaluate(AXE.read_text(encoding="utf-8"))
        options = json.dumps({"runOnly": SETTLED_AXE_TAGS, "resultTypes": ["violations"]})
        found = page.evaluate(f"axe.run(document, {options})")["violations"]
        grave = {fault["id"]: fault for fault in found if fault["impact"] in ("serious", "critical")}
        new = [_fault_text(fault) for name, fault in grave.items() if name not in known]
        assert not new, "\n".join(new)
        assert set(known) <= set(grave), "a gap was mended: take it off the list"

    return check


def _fault_text(fault: dict[str, Any]) -> str:
    nodes = fault["nodes"][:4]
    where = "\n".join(f"    {node['html'][:160]}\n      {node.get('failureSummary', '')}" for node in nodes)
    return f"{fault['id']} ({fault['impact']}): {fault['help']}\n{where}"


@pytest.fixture
def screenshot() -> Callable[[Page, str], Path]:
    """``screenshot(page, name)`` keeps the whole page as ``build/screenshots/<name>.png``."""

    def taken(page: Page, name: str) -> Path:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.wait_for_load_state()
        page.evaluate("window.scrollTo(0, 0)")
        file = SCREENSHOTS / f"{name}.png"
        page.screenshot(path=file, full_page=True)
        return file

    return taken


@pytest.fixture
def fits() -> Callable[[Page], None]:
    """``fits(page)`` fails when the page scrolls sideways."""

    def check(page: Page) -> None:
        page.wait_for_load_state()
        wide, window = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert wide <= window, f"the page is {wide} px wide in a window of {window} px"

    return check
