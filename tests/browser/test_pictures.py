"""The pictures of the README are taken from the real pages on the published files.

`WHOLETIME_PICTURES=1 pytest tests/browser/test_pictures.py` takes them anew into docs/pictures.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pytest_django.fixtures import Settings

from wholetime.chassis.actions.accounts import grant
from wholetime.chassis.actions.prepare import prepare
from wholetime.chassis.models import Account
from wholetime.dataset.api import load_file

pytestmark = pytest.mark.django_db(transaction=True)

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
FOLDERS = ("turnover", "sickness", "gp_workforce")


@pytest.fixture
def planner(published: Path, settings: Settings, tmp_path: Path, client: object) -> Account:
    """Somebody who plans Greater Manchester, with the published files of trusts and practices loaded."""
    settings.HOME = tmp_path / "home"
    settings.LAKE = settings.HOME / "lake"
    prepare()
    for folder in FOLDERS:
        for file in sorted((published / folder).iterdir()):
            load_file(file)
    account = Account.objects.create_user("asha@example.org", name="Asha Rahman")
    grant(account, "QOP", "planner")
    return account


@pytest.mark.shared_data
def test_the_pictures_of_the_readme(
    planner: Account, client: object, page_at: Callable[..., Page], live_server: object
) -> None:
    client.force_login(planner)  # type: ignore[attr-defined]
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}  # type: ignore[attr-defined]
    page = page_at(1280)
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    for name, path, height in (("shape", "/insight/QOP/", 1250), ("sickness", "/insight/QOP/sickness/", 900)):
        page.goto(path)
        assert "Greater Manchester" in page.title()
        picture = page.screenshot(clip={"x": 0, "y": 0, "width": 1280, "height": height}, full_page=True)
        if os.environ.get("WHOLETIME_PICTURES"):
            PICTURES.mkdir(parents=True, exist_ok=True)
            (PICTURES / f"{name}.png").write_bytes(picture)
